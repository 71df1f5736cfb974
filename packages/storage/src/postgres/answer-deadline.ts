import type { ClientBase } from 'pg';

/**
 * Waits for a server's answer, but not for ever: a server that hangs, or whose network went away without a word, would
 * keep its caller waiting until the kernel gives the connection up, which may take hours. The connection is then
 * destroyed, and `answer` fails with it.
 *
 * @param deadlineMs - 0 waits as long as it takes
 * @throws what `answer` throws
 */
export async function withDeadline<Answer>(
  client: ClientBase,
  deadlineMs: number,
  answer: Promise<Answer>,
): Promise<Answer> {
  if (deadlineMs === 0) return answer;
  const timer = setTimeout(() => destroy(client, deadlineMs), deadlineMs);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}

/** `pg` has no public way to break a connection off: its `end` sends a farewell first, and waits. */
function destroy(client: ClientBase, deadlineMs: number): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(error: Error): void } } };
  connection.stream.destroy(new Error(`the server has not answered for ${deadlineMs} ms`));
}
