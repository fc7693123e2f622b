// Calls a service by a client that was generated for TypeScript (fetch), beside which it lies: the address is the one argument.
import { Configuration, IngestApi, ProductsApi, IngestIngestQueueStateEnum } from "./index";

declare const process: { argv: string[]; exit(status: number): void };

function same(expected: unknown, actual: unknown) {
  if (expected !== actual) {
    throw new Error(`expected ${expected} and not ${actual}`);
  }
}

async function calls() {
  const configuration = new Configuration({ basePath: process.argv[2] });
  const products = new ProductsApi(configuration);
  const ingest = new IngestApi(configuration);

  const path = "/stage/a b/1;2%.ms";
  same(path, (await products.createMsIndexOfProducts({ productsMsIndex: { path } })).path);
  same(path, (await products.getMsIndexOfProducts({ key: path })).path);
  same(60001.5, (await products.upsertMsIndexOfProducts({ productsMsIndex: { path, midMjd: 60001.5 } })).midMjd);
  const filter = ["mid_mjd__ge=60001.5", "path__startswith=/stage/a b/"];
  same(1, (await products.listMsIndexOfProducts({ filter })).items!.length);
  same(0, (await products.listMsIndexOfProducts({ filter: ["mid_mjd__lt=60001.5"] })).items!.length);

  await products.createCalibratorTransitsOfProducts({ productsCalibratorTransits: {
    calibratorName: "3C/48", transitMjd: 60000.25, transitIso: "2023-02-25T06:00:00", calculatedAt: 1, updatedAt: 2 } });
  same(2, (await products.getCalibratorTransitsOfProducts({ calibratorName: "3C/48", transitMjd: 60000.25 })).updatedAt);

  await products.createPhotometryOfProducts({ productsPhotometry: {
    sourceId: "J12+34", imagePath: "/i.fits", raDeg: 1, decDeg: 2, mjd: 60002.5, fluxJy: 0.5 } });
  same(0.5, (await products.getLightcurve({ sourceId: "J12+34" })).dataPoints![0].fluxJy);
  await products.getSource({ sourceId: "J12+34" });

  const groupId = "2026-02-11T15:58:07";
  await ingest.createIngestQueueOfIngest({ ingestIngestQueue: {
    groupId, state: IngestIngestQueueStateEnum.Pending, receivedAt: 1, lastUpdate: 1 } });
  same(groupId, (await ingest.claimGroups({ claimGroupsRequest: { worker: "w" } })).claims![0].groupId);
  console.log("all as expected");
}

calls().catch((error) => {
  console.error(error);
  process.exit(1);
});
