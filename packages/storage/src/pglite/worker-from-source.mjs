// Entry of the database thread when the program runs from its TypeScript sources: Node 20 does not apply
// `--import tsx` to the entry of a worker thread, so the loader is registered here, before the sources are imported.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
