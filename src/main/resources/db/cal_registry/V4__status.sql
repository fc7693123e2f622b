-- Programs of the one-file layout add calibration tables without a status. SQLite describes this way of giving a column a default (ALTER
-- TABLE, section 7, the second procedure): no row ends before a column that must have a value and had no default, so none changes by it. The
-- statement of another program's table is otherwise, and stays. The table that comes and goes makes other connections read the schema anew.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'status TEXT NOT NULL,', 'status TEXT NOT NULL DEFAULT ''active'',')
WHERE type = 'table' AND name = 'caltables';
PRAGMA writable_schema = RESET;
CREATE TABLE contimg_schema_changed (x);
DROP TABLE contimg_schema_changed;
