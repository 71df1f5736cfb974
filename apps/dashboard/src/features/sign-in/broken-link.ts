import { ApiProblem } from '../../services/api/problem.ts';

/** What a page says that is opened by a link, when the link has no token. */
export function brokenLink(): ApiProblem {
  return new ApiProblem({
    code: 'broken-link',
    title: 'This link is not complete',
    detail: 'What makes it work is missing: a link is cut when only a part of it is copied, and works once.',
    hint: 'Open it from the letter again, or ask for a new one.',
  });
}
