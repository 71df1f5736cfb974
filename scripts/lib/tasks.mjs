/**
 * @typedef {{name: string, run: () => Promise<{code: number, output: string}>}} Task
 * @typedef {{name: string, ok: boolean, output: string, seconds: number}} TaskResult
 */

/**
 * Runs tasks side by side, at most `width` at a time, and says how each went. A task that cannot be started has failed.
 *
 * @param {readonly Task[]} tasks
 * @param {number} width
 * @param {(result: TaskResult) => void} onDone
 * @returns {Promise<TaskResult[]>}
 */
export async function runTasks(tasks, width, onDone) {
  const waiting = [...tasks];
  /** @type {TaskResult[]} */
  const results = [];
  const work = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const result = await runTask(task);
      results.push(result);
      onDone(result);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}

/**
 * @param {Task} task
 * @returns {Promise<TaskResult>}
 */
async function runTask({ name, run }) {
  const start = performance.now();
  const { code, output } = await run().catch((error) => ({ code: 1, output: String(error) }));
  return { name, ok: code === 0, output, seconds: (performance.now() - start) / 1000 };
}
