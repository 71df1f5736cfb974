// Runs before the first paint so that a remembered theme does not flash the other one. A file, because the
// content security policy allows no inline script. Keep the key and values in step with `preferences/theme.ts`.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('hawser.theme');
  } catch {
    // Storage is blocked: follow the system.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
