import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, run, step } from './run.mjs';

const POSTGRES = '/usr/lib/postgresql';
const POLICY = '/usr/sbin/policy-rc.d';

/** Servers and programs the tests run for real: how to see that one is there, and the Debian package it comes in. */
const NEEDED = [
  { name: 'PostgreSQL 15 or newer', package: 'postgresql', isThere: hasPostgres },
  { name: 'Redis', package: 'redis-server', isThere: () => isOnPath('redis-server') },
  { name: 'Mosquitto', package: 'mosquitto', isThere: () => isOnPath('mosquitto') },
  { name: 'mosquitto_pub', package: 'mosquitto-clients', isThere: () => isOnPath('mosquitto_pub') },
  {
    name: 'Chromium',
    package: 'chromium',
    isThere: () => ['chromium', 'chromium-browser', 'google-chrome'].some(isOnPath),
  },
];

/** Installs what is missing with apt-get when that is possible, and otherwise says what to install. */
export async function ensureSystemPackages() {
  const missing = NEEDED.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const packages = missing.map((needed) => needed.package);
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) fail(howTo(missing));
  const code = await step(`Installing Debian packages (${packages.join(', ')})`, () => aptInstall(packages));
  if (code !== 0) fail(`apt-get failed; what it says is above.\n${howTo(missing)}`);
}

/** @param {readonly {name: string, package: string}[]} missing */
function howTo(missing) {
  const names = missing.map(({ name }) => name).join(', ');
  const packages = missing.map((needed) => needed.package).join(' ');
  return `The tests need ${names}. On Debian, install with:\n  sudo apt-get update && sudo apt-get install --no-install-recommends ${packages}`;
}

/** @param {readonly string[]} packages */
async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const restorePolicy = forbidServiceStarts();
  try {
    const updated = await run('apt-get', ['update', '-qq'], env);
    if (updated !== 0) return updated;
    return await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
  } finally {
    restorePolicy();
  }
}

/**
 * Keeps the packages from starting their servers on the standard ports, which the tests do not use but Hawser does:
 * Debian asks this file before a service is started (policy-rc.d(8); 101 means that it is forbidden).
 */
function forbidServiceStarts() {
  if (existsSync(POLICY)) return () => {};
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(POLICY, { force: true });
}

function hasPostgres() {
  if (!existsSync(POSTGRES)) return false;
  return readdirSync(POSTGRES).some(
    (version) => Number(version) >= 15 && isExecutable(join(POSTGRES, version, 'bin/initdb')),
  );
}

/** @param {string} name */
function isOnPath(name) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'];
  return folders.some((folder) => isExecutable(join(folder, name)));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
