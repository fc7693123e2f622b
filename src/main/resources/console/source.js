import { start } from '/console/page.js';

start(async () => {});
