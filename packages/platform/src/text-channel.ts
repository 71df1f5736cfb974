/** Carries short texts between processes, each to everybody who listens. Nothing is kept for those who do not. */
export interface TextChannel {
  /** @throws Error when it could not be sent */
  publish(text: string): Promise<void>;
  /**
   * Calls `take` with every text, those of this process included, until the returned function is called.
   *
   * @param onListening - called each time when from now on nothing is missed: what came before may have been
   */
  listen(take: (text: string) => void, onListening: () => void): () => Promise<void>;
}
