// Parsed before anything is known about this Node, so the syntax here is older than the versions it refuses.

/**
 * As `engines` in package.json says; vite needs 22.12 of the 22 line.
 *
 * @param {string} version - as `process.version` has it
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/** Ends the process with one sentence when this Node is too old. */
export function requireNode() {
  if (isSupportedNode(process.version)) return;
  console.error(`Hawser needs Node.js 20.19, 22.12 or newer, and this is ${process.version}: see https://nodejs.org`);
  process.exit(1);
}
