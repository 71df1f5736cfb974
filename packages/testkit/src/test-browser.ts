interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly value: string;
}

const MAX_REDIRECTS = 20;

/** What a browser does without a window: keeps cookies by host and path, and follows redirects. */
export interface TestBrowser {
  /** Opens a page. Follows redirects, until one leads to where `stopAt` says so. */
  open(url: string, stopAt?: (url: URL) => boolean): Promise<BrowserPage>;
  /** Sends a form. */
  submit(url: string, fields: Readonly<Record<string, string>>, stopAt?: (url: URL) => boolean): Promise<BrowserPage>;
  /** The cookies that would be sent to an address, as a header. */
  cookies(url: string): string;
}

export interface BrowserPage {
  /** Where it ended. */
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A browser without a window, without scripts, and with nothing in it. */
export function createTestBrowser(): TestBrowser {
  const jar = new Map<string, Cookie>();
  const cookies = (url: string): string => {
    const { host, pathname } = new URL(url);
    return [...jar]
      .filter(([, cookie]) => cookie.host === host && `${pathname}/`.startsWith(cookie.path.replace(/\/?$/, '/')))
      .map(([id, { value }]) => `${id.slice(id.lastIndexOf(' ') + 1)}=${value}`)
      .join('; ');
  };
  const keep = (url: URL, header: string): void => {
    const [pair = '', ...attributes] = header.split(/; */);
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const attribute = (wanted: string) =>
      attributes.map((text) => text.split('=')).find(([key]) => key?.toLowerCase() === wanted)?.[1];
    const path = attribute('path') ?? '/';
    const id = `${url.host} ${path} ${name}`;
    const expires = attribute('expires');
    if (attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now())) jar.delete(id);
    else jar.set(id, { host: url.host, path, value });
  };
  const go = async (first: string, body: URLSearchParams | null, stopAt: (url: URL) => boolean) => {
    let [url, form] = [new URL(first), body];
    for (let hops = 0; hops < MAX_REDIRECTS; hops++) {
      const headers = { accept: 'text/html', cookie: cookies(url.href) };
      const init: RequestInit = form === null ? { headers } : { headers, method: 'POST', body: form };
      const answer = await fetch(url, { ...init, redirect: 'manual' });
      for (const header of answer.headers.getSetCookie()) keep(url, header);
      const text = await answer.text();
      const location = answer.headers.get('location');
      if (location === null) return { url, status: answer.status, text, headers: answer.headers };
      [url, form] = [new URL(location, url), null];
      if (stopAt(url)) return { url, status: answer.status, text, headers: answer.headers };
    }
    throw new Error(`there are more than ${MAX_REDIRECTS} redirects from ${first}`);
  };
  return {
    open: (url, stopAt = () => false) => go(url, null, stopAt),
    submit: (url, fields, stopAt = () => false) => go(url, new URLSearchParams(fields), stopAt),
    cookies,
  };
}
