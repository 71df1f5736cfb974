import type { Writable } from 'node:stream';
import { type Transferable, Worker } from 'node:worker_threads';
import type { LiveEvent } from '@hawser/contracts/streams';
import type { IngestionStats } from '../ingestion-role.ts';
import type { FromWorker, Interest, ToWorker } from './worker-messages.ts';

/** In MiB. With 64 a process under full load took 100 MiB more and no less of the processor. */
const YOUNG = { maxYoungGenerationSizeMb: 24 };

const ANSWER_DEADLINE_MS = 2_000;

/** What a worker thread is started with. */
export interface WorkerLaunch {
  /** File of the thread; it calls `serveWorker`. */
  readonly entry: URL;
  readonly data: unknown;
  readonly transfer?: readonly Transferable[];
}

export interface WorkerEvents {
  /** Takes the thread's log lines. */
  readonly logDestination: Writable;
  readonly onLive: (event: LiveEvent) => void;
  /** Called when the thread ends without having been asked to. */
  readonly onFailure: (error: Error) => void;
}

type Answer = Extract<FromWorker, { readonly request: number }>;

/** The pool's end of one worker thread. */
export class WorkerHandle {
  readonly #worker: Worker;
  readonly #events: WorkerEvents;
  readonly #pending = new Map<number, (answer: Answer | null) => void>();
  readonly #ready: Promise<void>;
  readonly #exited: Promise<void>;
  #shards: ReadonlySet<number> = new Set();
  #stopping = false;
  #requests = 0;

  constructor({ entry, data, transfer = [] }: WorkerLaunch, events: WorkerEvents) {
    this.#events = events;
    this.#worker = new Worker(entry, {
      workerData: data,
      transferList: [...transfer],
      stderr: true,
      resourceLimits: YOUNG,
    });
    this.#worker.stderr.pipe(events.logDestination, { end: false });
    this.#ready = new Promise((ready, fail) => {
      this.#worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') ready();
        this.#receive(message);
      });
      this.#worker.once('error', fail);
      this.#worker.once('exit', (code) => fail(new Error(`An ingestion worker ended with code ${code} as it started`)));
    });
    this.#exited = new Promise((exited) => this.#worker.once('exit', () => exited()));
    this.#worker.on('error', (error) => events.onFailure(error));
    this.#worker.once('exit', (code) => this.#end(code));
  }

  /** Shards that the worker was last told to work on. */
  get shards(): ReadonlySet<number> {
    return this.#shards;
  }

  /** Resolves when the worker runs. */
  ready(): Promise<void> {
    return this.#ready;
  }

  setInterest({ accounts, agents }: Interest): void {
    this.#send({ type: 'interest', accounts, agents });
  }

  /** Makes the worker work on exactly these shards; resolves when those it loses are given back. */
  async assign(shards: ReadonlySet<number>): Promise<void> {
    this.#shards = shards;
    await this.#ask((request) => ({ type: 'assign', request, shards: [...shards] }));
  }

  /** @returns null when the worker does not answer in time */
  async stats(): Promise<IngestionStats | null> {
    const answer = await this.#ask((request) => ({ type: 'stats', request }), ANSWER_DEADLINE_MS);
    return answer?.type === 'stats' ? answer.stats : null;
  }

  /** The worker's metrics, as prom-client's aggregation takes them; none when it does not answer in time. */
  async metrics(): Promise<object[]> {
    const answer = await this.#ask((request) => ({ type: 'metrics', request }), ANSWER_DEADLINE_MS);
    return answer?.type === 'metrics' ? answer.json : [];
  }

  /** Finishes the batches in flight and ends the thread. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#send({ type: 'stop' });
    await this.#exited;
  }

  #ask(message: (request: number) => ToWorker, deadlineMs?: number): Promise<Answer | null> {
    const request = ++this.#requests;
    return new Promise((done) => {
      const finish = (answer: Answer | null): void => {
        clearTimeout(timer);
        this.#pending.delete(request);
        done(answer);
      };
      const timer = deadlineMs === undefined ? undefined : setTimeout(finish, deadlineMs, null);
      this.#pending.set(request, finish);
      this.#send(message(request));
    });
  }

  #receive(message: FromWorker): void {
    if (message.type === 'live') for (const event of message.events) this.#events.onLive(event);
    if ('request' in message) this.#pending.get(message.request)?.(message);
  }

  #end(code: number): void {
    for (const finish of [...this.#pending.values()]) finish(null);
    if (!this.#stopping) this.#events.onFailure(new Error(`An ingestion worker ended with code ${code}`));
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
