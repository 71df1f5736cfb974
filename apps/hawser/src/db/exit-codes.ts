/** Exit codes of the commands that work on the servers of an installation. */
export const EXIT = {
  done: 0,
  refused: 1,
  /** Nothing was tried: a setting is wrong, and trying again will not help. */
  misconfigured: 2,
  /** A server cannot be reached or takes no work at the moment: try again. */
  unavailable: 3,
} as const;
