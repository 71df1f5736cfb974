import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { LiveEvent } from '@hawser/contracts/streams';
import type { FromIngestionThread, IngestionThreadData, Interest, ToIngestionThread } from './thread-messages.ts';

const METRICS_DEADLINE_MS = 2_000;

export interface IngestionHostOptions {
  readonly entry: URL;
  readonly data: IngestionThreadData;
  /** Takes the thread's log lines. */
  readonly logDestination: Writable;
  readonly onLive: (event: LiveEvent) => void;
  /** Called when the thread ends without having been asked to. */
  readonly onFailure: (error: Error) => void;
}

/** The main thread's end of the ingestion thread. */
export class IngestionHost {
  readonly #worker: Worker;
  readonly #options: IngestionHostOptions;
  readonly #pendingMetrics = new Map<number, (json: object[]) => void>();
  readonly #ready: Promise<void>;
  readonly #exited: Promise<void>;
  #stopping = false;
  #requests = 0;

  constructor(options: IngestionHostOptions) {
    this.#options = options;
    this.#worker = new Worker(options.entry, {
      workerData: options.data,
      transferList: [options.data.database],
      stderr: true,
    });
    this.#worker.stderr.pipe(options.logDestination, { end: false });
    this.#ready = new Promise((ready, fail) => {
      this.#worker.on('message', (message: FromIngestionThread) => {
        if (message.type === 'ready') ready();
        this.#receive(message);
      });
      this.#worker.once('error', fail);
    });
    this.#exited = new Promise((exited) => this.#worker.once('exit', () => exited()));
    this.#worker.on('error', (error) => options.onFailure(error));
    this.#worker.once('exit', (code) => {
      if (!this.#stopping) options.onFailure(new Error(`The ingestion thread ended with code ${code}`));
    });
  }

  /** Resolves when the role runs. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Tells the thread whose readings anybody wants to see live. */
  setInterest({ accounts, agents }: Interest): void {
    this.#send({ type: 'interest', accounts, agents });
  }

  /** The thread's metrics, as prom-client's aggregation takes them; none when the thread does not answer in time. */
  metrics(): Promise<object[]> {
    const request = ++this.#requests;
    return new Promise((done) => {
      const finish = (json: object[]) => {
        clearTimeout(timer);
        this.#pendingMetrics.delete(request);
        done(json);
      };
      const timer = setTimeout(finish, METRICS_DEADLINE_MS, []);
      this.#pendingMetrics.set(request, finish);
      this.#send({ type: 'metrics', request });
    });
  }

  /** Finishes the batch in flight and ends the thread. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#send({ type: 'stop' });
    await this.#exited;
  }

  #receive(message: FromIngestionThread): void {
    if (message.type === 'live') for (const event of message.events) this.#options.onLive(event);
    if (message.type === 'metrics') this.#pendingMetrics.get(message.request)?.(message.json);
  }

  #send(message: ToIngestionThread): void {
    this.#worker.postMessage(message);
  }
}
