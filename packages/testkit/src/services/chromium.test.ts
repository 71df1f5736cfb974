import { expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';

it('opens a page and runs its script', async () => {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.setContent('<p>before</p><script>document.querySelector("p").textContent = "after"</script>');
  expect(await page.textContent('p')).toBe('after');
  await browser.close();
});
