import { startPostgres, startRedis, startMosquitto } from '@hawser/testkit';
import { writeFileSync } from 'node:fs';
const pg = await startPostgres(); const redis = await startRedis(); const m = await startMosquitto();
writeFileSync('/tmp/servers.env', `export PGU=${pg.url()} RDU=${redis.url} MQU=mqtt://127.0.0.1:${m.port} MQP=${m.port}\n`);
setInterval(() => {}, 1000);
