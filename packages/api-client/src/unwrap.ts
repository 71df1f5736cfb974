import { ApiError, toApiError } from './problem.ts';

/** What every call of the client resolves to. */
interface Result<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Turns a call into its data, or into an exception.
 *
 * @example const { items } = await unwrap(client.GET('/v1/{account}/agents', { params: { path: { account: '_' } } }));
 * @throws ApiError when the service answers with an error, or not at all
 */
export async function unwrap<Data>(call: Promise<Result<Data>>): Promise<Exclude<Data, undefined>> {
  const result = await call.catch((cause: unknown) => {
    throw new ApiError(
      { status: 0, code: 'unreachable', detail: 'The service cannot be reached.', hint: 'Is it running?' },
      { cause },
    );
  });
  if (!result.response.ok) throw toApiError(result.response, result.error);
  return result.data as Exclude<Data, undefined>;
}
