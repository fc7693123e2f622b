"""Writes the files of files.zip into a folder: UVH5 files in every form that HDF5 has for what ingest reads.

It ran twice, and what both runs wrote is in files.zip:
  h5py 3.7.0 with HDF5 1.10.8 (Debian 12's python3-h5py), and HDF5_PLUGIN_PATH at the plugins of Debian's
    hdf5-filter-plugin 0.0~git20221111, bitshuffle 0.3.5 and hdf5-filter-plugin-blosc-serial: python3 write_files.py FOLDER debian
  h5py 3.16.0 with HDF5 2.0.0 (PyPI): python3 write_files.py FOLDER new

The first word of a file's name says what ingest makes of it: whole, partial (something is missing), or unreadable (all is
stored, and there is no reader for the times, or for where the visibilities are).
"""
import sys

import h5py
import numpy as np

FOLDER, WHICH = sys.argv[1:3]
TIMES = 2461083.25 + np.repeat(np.arange(32), 2) * 12.885 / 86400
SHAPE = (64, 1, 2, 2)
DATA = np.resize(np.random.default_rng(1).normal(size=60), SHAPE).astype('c8')
GZIP = 1
LZ4, BITSHUFFLE, BLOSC, ZSTD = 32004, 32008, 32001, 32015
# HDF5 2.0 writes the earliest form as 1.10 does.
VERSIONS = {'debian': ['earliest', 'latest'], 'new': ['latest']}[WHICH]


def new(name, **options):
    return h5py.File(f'{FOLDER}/{name}-{WHICH}.hdf5', 'w', **options)


def header(f, times=True, **options):
    if times:
        f.create_dataset('Header/time_array', data=TIMES, **options)
    f['Header/integration_time'] = np.full(64, 12.885)
    f['Header/phase_center_ra'] = 1.25
    f['Header/phase_center_dec'] = 0.25


def data(f, visdata=True, **options):
    if visdata:
        f.create_dataset('Data/visdata', data=DATA, **options)
    f.create_dataset('Data/flags', data=np.zeros(SHAPE, bool), **options)
    f.create_dataset('Data/nsamples', data=np.ones(SHAPE, 'f4'), **options)


def whole(name, times={}, visdata={}, **options):
    with new('whole-' + name, **options) as f:
        header(f, **times)
        data(f, **visdata)


def raw(f, name, value, chunks, filters, store=lambda b: (b, 0), maxshape=None):
    """A data set with any filters, of which each chunk is stored as given."""
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_chunk(chunks)
    for number, values in filters:
        dcpl.set_filter(number, h5py.h5z.FLAG_OPTIONAL, values)
    lcpl = h5py.h5p.create(h5py.h5p.LINK_CREATE)
    lcpl.set_create_intermediate_group(True)
    space = h5py.h5s.create_simple(value.shape, maxshape)
    d = h5py.h5d.create(f.id, name.encode(), h5py.h5t.py_create(value.dtype, logical=True), space, dcpl, lcpl)
    for at in np.ndindex(*[-(-n // c) for n, c in zip(value.shape, chunks)]):
        start = [i * c for i, c in zip(at, chunks)]
        part = np.zeros(chunks, value.dtype)
        piece = value[tuple(slice(s, s + c) for s, c in zip(start, chunks))]
        part[tuple(slice(0, n) for n in piece.shape)] = piece
        stored, mask = store(part.tobytes())
        d.write_direct_chunk(tuple(start), stored, mask)


def libver(version):
    with new(f'whole-libver-{version}', libver=version) as f:
        header(f, chunks=(10,), compression='gzip')
        data(f, chunks=(10, 1, 2, 2), compression='gzip', shuffle=True)
        f['Header/antenna'] = np.zeros(3, [('name', 'S4'), ('position', 'f8', (3,)), ('used', bool)])
        f['Header/frame'] = np.array([1], h5py.enum_dtype({'icrs': 1, 'fk5': 2}))
        f['Header/names'] = np.array(['pad1', 'pad2'], h5py.string_dtype())
        f['Header/lst_array'] = TIMES


def indexes():
    piece = (10, 1, 2, 2)
    for version in VERSIONS:
        v = dict(libver=version)
        whole(f'contiguous-{version}', **v)
        whole(f'one-chunk-{version}', dict(chunks=(64,)), dict(chunks=SHAPE), **v)
        whole(f'one-chunk-gzip-{version}', dict(chunks=(64,), compression='gzip'),
              dict(chunks=SHAPE, compression='gzip'), **v)
        whole(f'one-large-chunk-{version}', dict(chunks=(100,), maxshape=(200,)), dict(chunks=SHAPE), **v)
        for packed in [{}, dict(compression='gzip')]:
            suffix = version + ('-gzip' if packed else '')
            whole(f'fixed-{suffix}', dict(chunks=(10,), **packed), dict(chunks=piece, **packed), **v)
            whole(f'fixed-long-{suffix}', dict(chunks=(1,), **packed), dict(chunks=(1, 1, 1, 1), **packed), **v)
            whole(f'growing-{suffix}', dict(chunks=(10,), maxshape=(None,), **packed),
                  dict(chunks=piece, maxshape=(None, 1, 2, 2), **packed), **v)
            whole(f'growing-elsewhere-{suffix}', dict(chunks=(10,), maxshape=(None,), **packed),
                  dict(chunks=(10, 1, 1, 2), maxshape=(75, 1, None, 4), **packed), **v)
            whole(f'growing-long-{suffix}', dict(chunks=(1,), maxshape=(None,), **packed),
                  dict(chunks=(1, 1, 1, 1), maxshape=(None, 1, 2, 2), **packed), **v)
            whole(f'growing-twice-{suffix}', dict(chunks=(10,), maxshape=(None,), **packed),
                  dict(chunks=(10, 1, 1, 1), maxshape=(None, 1, 2, None), **packed), **v)
            whole(f'growing-twice-long-{suffix}', dict(chunks=(10,), maxshape=(None,), **packed),
                  dict(chunks=(1, 1, 1, 1), maxshape=(None, 1, 2, None), **packed), **v)
        with new(f'whole-fixed-paged-{version}', **v) as f:
            header(f, times=False)
            f.create_dataset('Header/time_array', data=np.resize(TIMES, 1100), chunks=(1,))
            data(f)
        with new(f'whole-early-{version}', **v) as f:
            header(f, times=False)
            data(f, visdata=False)
            for name, value, chunk in [('Header/time_array', TIMES, (10,)), ('Data/visdata', DATA, piece)]:
                dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
                dcpl.set_chunk(chunk)
                dcpl.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
                h5py.h5d.create(f.id, name.encode(), h5py.h5t.py_create(value.dtype, logical=True),
                                h5py.h5s.create_simple(value.shape), dcpl)
                f[name][...] = value
        with new(f'whole-compact-{version}', **v) as f:
            header(f, times=False)
            data(f)
            dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            dcpl.set_layout(h5py.h5d.COMPACT)
            h5py.h5d.create(f.id, b'Header/time_array', h5py.h5t.py_create(TIMES.dtype),
                            h5py.h5s.create_simple(TIMES.shape), dcpl)
            f['Header/time_array'][...] = TIMES
        for growing in ['fixed', 'growing', 'growing-twice', 'fixed-long']:
            most = {'growing': (None, 1, 2, 2), 'growing-twice': (None, 1, 2, None)}.get(growing, SHAPE)
            with new(f'partial-hole-{growing}-{version}', **v) as f:
                header(f)
                data(f, visdata=False)
                d = f.create_dataset('Data/visdata', SHAPE, 'c8', maxshape=most,
                                     chunks=(1, 1, 1, 1) if growing == 'fixed-long' else piece)
                d[:20] = 1
                d[30:] = 1
        for name, options in [('chunked', dict(chunks=piece)), ('contiguous', {}),
                              ('growing', dict(chunks=piece, maxshape=(None, 1, 2, 2)))]:
            with new(f'partial-never-stored-{name}-{version}', **v) as f:
                header(f)
                data(f, visdata=False)
                f.create_dataset('Data/visdata', SHAPE, 'c8', **options)
        with new(f'partial-never-stored-times-{version}', **v) as f:
            header(f, times=False)
            data(f)
            f.create_dataset('Header/time_array', (64,), 'f8')
        with new(f'partial-no-visdata-{version}', **v) as f:
            header(f)
            data(f, visdata=False)


def filters():
    for name, options in {
            'gzip': dict(compression='gzip'), 'shuffle': dict(shuffle=True, compression='gzip'),
            'fletcher32': dict(fletcher32=True), 'lzf': dict(compression='lzf'),
            'lzf-shuffle-fletcher32': dict(compression='lzf', shuffle=True, fletcher32=True),
    }.items():
        whole('filter-' + name, dict(chunks=(64,), **options), dict(chunks=(10, 1, 2, 2), **options))
    for name, number, values in [('lz4', LZ4, ()), ('lz4-small-blocks', LZ4, (64,)), ('bitshuffle', BITSHUFFLE, ()),
                                 ('bitshuffle-lz4', BITSHUFFLE, (0, 2)),
                                 ('bitshuffle-lz4-small-blocks', BITSHUFFLE, (16, 2))]:
        packed = dict(compression=number, compression_opts=values)
        whole('filter-' + name, dict(chunks=(64,), **packed), dict(chunks=(9, 1, 2, 2), **packed))
    with new('unreadable-filter-blosc') as f:
        header(f, chunks=(64,), compression=BLOSC)
        data(f)
    whole('unknown-filter-of-visdata-blosc', {}, dict(chunks=(10, 1, 2, 2), compression=BLOSC))
    for name, packed in [('zstd', (ZSTD, (3,))), ('bitshuffle-zstd', (BITSHUFFLE, (0, 4, 8, 0, 3)))]:
        with new('unreadable-filter-' + name) as f:
            header(f, times=False)
            raw(f, 'Header/time_array', TIMES, (64,), [packed], lambda b: (b[:100], 0))
            data(f)
        with new('whole-unknown-filter-of-visdata-' + name) as f:
            header(f)
            raw(f, 'Data/visdata', DATA, (10, 1, 2, 2), [packed], lambda b: (b[:100], 0))
            data(f, visdata=False)
    with new('unreadable-filter-scaleoffset') as f:
        header(f, chunks=(64,), scaleoffset=9)
        data(f)
    with new('unreadable-filter-nbit') as f:
        header(f, times=False)
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_chunk((64,))
        dcpl.set_filter(h5py.h5z.FILTER_NBIT)
        h5py.h5d.create(f.id, b'Header/time_array', h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((64,)), dcpl)
        f['Header/time_array'][...] = TIMES
        data(f)
    if h5py.h5z.filter_avail(h5py.h5z.FILTER_SZIP):
        with new('unreadable-filter-szip') as f:
            header(f, chunks=(64,), compression='szip')
            data(f)
    with new('whole-filter-mask') as f:
        header(f, times=False)
        raw(f, 'Header/time_array', TIMES, (10,), [(GZIP, (4,))], lambda b: (b, 1))
        raw(f, 'Data/visdata', DATA, (10, 1, 2, 2), [(2, (8,)), (GZIP, (4,))], lambda b: (b, 3))
        data(f, visdata=False)
    with new('whole-filter-mask-of-unknown-filter') as f:
        header(f, times=False)
        raw(f, 'Header/time_array', TIMES, (10,), [(ZSTD, (3,))], lambda b: (b, 1))
        data(f)


def times():
    quad = h5py.h5t.IEEE_F64LE.copy()
    quad.set_size(16)
    quad.set_precision(128)
    quad.set_fields(127, 112, 15, 0, 112)
    quad.set_ebias(16383)
    for name, kind in {'longdouble': h5py.h5t.py_create(np.dtype('longdouble')), 'quad': quad,
                       'big-endian': h5py.h5t.IEEE_F64BE}.items():
        with new('whole-times-' + name) as f:
            header(f, times=False)
            h5py.h5d.create(f.id, b'Header/time_array', kind, h5py.h5s.create_simple((64,)))
            f['Header/time_array'].id.write(h5py.h5s.ALL, h5py.h5s.ALL, TIMES)
            data(f)
    for name in ['<f4', '>f4', '<i4', '>i8', '<u4', '>u8']:
        with new('rounded-times-' + name.replace('<', 'little-').replace('>', 'big-')) as f:
            header(f, times=False)
            f['Header/time_array'] = np.round(TIMES).astype(name)
            data(f)
    with new('unreadable-times-compound') as f:
        header(f, times=False)
        f['Header/time_array'] = np.zeros(64, [('jd1', 'f8'), ('jd2', 'f8')])
        data(f)
    with new('unreadable-times-virtual', libver='latest') as f:
        header(f, times=False)
        layout = h5py.VirtualLayout(shape=(64,), dtype='f8')
        layout[:] = h5py.VirtualSource('elsewhere.hdf5', 'times', shape=(64,))
        f.create_virtual_dataset('Header/time_array', layout)
        data(f)
    with new('unreadable-times-external') as f:
        header(f, times=False)
        f.create_dataset('Header/time_array', (64,), 'f8', external=[('elsewhere.raw', 0, 512)])
        data(f)
    with new('unreadable-times-in-another-file') as f:
        header(f, times=False)
        f['Header/time_array'] = h5py.ExternalLink('elsewhere.hdf5', '/times')
        data(f)
    with new('unreadable-visdata-virtual', libver='latest') as f:
        header(f)
        data(f, visdata=False)
        layout = h5py.VirtualLayout(shape=SHAPE, dtype='c8')
        layout[:] = h5py.VirtualSource('elsewhere.hdf5', 'visdata', shape=SHAPE)
        f.create_virtual_dataset('Data/visdata', layout)


def neighbours():
    for version in VERSIONS:
        for group in ['Header', 'Data']:
            with new(f'whole-neighbours-in-{group}-{version}', libver=version) as f:
                header(f)
                data(f)
                g = f[group]
                layout = h5py.VirtualLayout(shape=(64,), dtype='f8')
                layout[:] = h5py.VirtualSource('elsewhere.hdf5', 'times', shape=(64,))
                g.create_virtual_dataset('virtual', layout)
                g.create_dataset('external', (64,), 'f8', external=[('elsewhere.raw', 0, 512)])
                g['opaque'] = np.zeros(3, 'V5')
                g['region'] = np.array([f['Header/time_array'].regionref[:3]], h5py.regionref_dtype)
                g['reference'] = np.array([f['Header/time_array'].ref], h5py.ref_dtype)
                ragged = g.create_dataset('ragged', (2,), h5py.vlen_dtype('i4'))
                ragged[0], ragged[1] = [1, 2, 3], [4]
                g['named'] = np.dtype('c16')
                g['of_named'] = np.zeros(3, 'c16')
                g['null'] = h5py.Empty('f8')
                g['text'] = 'some text'
                g['soft'] = h5py.SoftLink('/nowhere')
                g['outside'] = h5py.ExternalLink('elsewhere.hdf5', '/x')
                g['array'] = np.zeros(2, [('x', 'f4', (3, 2)), ('y', [('z', 'u1')])])
                for i in range(40):
                    g.attrs[f'attribute{i}'] = 'x' * 100
        with new(f'whole-many-members-{version}', libver=version) as f:
            header(f, times=False)
            for i in range(600):
                f[f'Header/soft{i}'] = h5py.SoftLink(f'/Header/soft{i + 1}')
            for i in range(30):
                f[f'Header/member{i}'] = np.int32(i)
            f['Header/time_array'] = TIMES
            data(f)
        with new(f'whole-by-soft-links-{version}', libver=version, track_order=True) as f:
            header(f, times=False)
            f['Deep/er/est/times'] = TIMES
            f['Header/time_array'] = h5py.SoftLink('/Deep/er/est/times')
            f['Deep/visdata'] = DATA
            f['Data/visdata'] = f['Deep/visdata']
            data(f, visdata=False)
        with new(f'whole-named-types-{version}', libver=version) as f:
            f['double'] = np.dtype('f8')
            header(f, times=False)
            f.create_dataset('Header/time_array', data=TIMES, dtype=f['double'])
            data(f)
        with new(f'partial-links-in-a-circle-{version}', libver=version) as f:
            header(f, times=False)
            f['Header/time_array'] = h5py.SoftLink('/Header/times')
            f['Header/times'] = h5py.SoftLink('/Header/time_array')
            data(f)
        whole(f'user-block-{version}', dict(chunks=(10,)), dict(chunks=(10, 1, 2, 2)), libver=version,
              userblock_size=1024)


def sizes():
    """Addresses and lengths of other sizes than 8 bytes. Of those of 16, HDF5 itself reads only addresses, in the form of 2.0;
    and in the latest forms no dimension without a limit where lengths have other than 8, nor many links where they have 2."""
    for version in VERSIONS:
        for address, length in [(4, 4), (4, 8), (8, 4), (2, 2), (2, 8), (8, 2)] + ([(16, 8)] if WHICH == 'new' else []):
            fcpl = h5py.h5p.create(h5py.h5p.FILE_CREATE)
            fcpl.set_sizes(address, length)
            fapl = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
            fapl.set_fclose_degree(h5py.h5f.CLOSE_STRONG)
            earliest = version == 'earliest'
            fapl.set_libver_bounds(h5py.h5f.LIBVER_EARLIEST if earliest else h5py.h5f.LIBVER_LATEST,
                                   h5py.h5f.LIBVER_LATEST)
            name = f'{FOLDER}/whole-sizes-{address}-{length}-{version}-{WHICH}.hdf5'
            with h5py.File(h5py.h5f.create(name.encode(), h5py.h5f.ACC_TRUNC, fcpl, fapl)) as f:
                header(f, times=False)
                for i in range(40 if earliest or length != 2 else 0):
                    f[f'Header/member{i}'] = h5py.SoftLink('/Header/times')
                f.create_dataset('Header/times', data=TIMES, chunks=(10,),
                                 maxshape=(None,) if earliest or length == 8 else (64,))
                f['Header/time_array'] = h5py.SoftLink('/Header/times')
                data(f, chunks=(10, 1, 2, 2), compression='gzip')


for each in ['earliest', 'v108', 'v110'] + (['v112', 'v114', 'v200', 'latest'] if WHICH == 'new' else []):
    libver(each)
indexes()
neighbours()
sizes()
if WHICH == 'debian':
    filters()
    times()
