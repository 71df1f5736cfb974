/**
 * Runs a task while no other tab of this browser runs one with the same name. Tabs share the refresh cookie, and two
 * that send it at once would look like a stolen one. Without Web Locks (plain HTTP to another machine) it just runs.
 */
export async function exclusive<T>(name: string, task: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(name, task) : task();
}
