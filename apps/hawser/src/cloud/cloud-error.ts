/** Whose turn it is: the user's, who has to say something else; nobody's, for the cloud refuses; or that of patience. */
export type CloudErrorKind = 'misused' | 'refused' | 'unreachable';

/** A cloud cannot be used the way it was asked to; the message says why, in one line. */
export class CloudError extends Error {
  readonly kind: CloudErrorKind;

  constructor(kind: CloudErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CloudError';
    this.kind = kind;
  }
}
