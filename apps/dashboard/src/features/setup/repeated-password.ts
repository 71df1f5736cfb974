/** What is wrong with the second typing of a password; undefined while nothing is, or nothing was typed. */
export function repeatProblem(password: string, repeat: string): string | undefined {
  return repeat === '' || repeat === password ? undefined : 'The two are not the same.';
}
