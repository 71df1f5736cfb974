// Node 20 does not apply `--import tsx` to the entry of a worker thread, so the loader is registered here.
import { register } from 'tsx/esm/api';

register();
await import('./process-worker.ts');
