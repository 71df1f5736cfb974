/** Names the embedded queue in the database's offsets and cursors. */
export const QUEUE_NAME = 'embedded';
