import { launchChromium } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { startHawser } from './support/program.ts';

it('shows the main job after the one command: a link that opens the dashboard signed in, on figures that move', async () => {
  const hawser = await startHawser({ demo: true });
  const [, link] = await hawser.child.waitForOutput(/(http:\S+\/sign-in#token=\S+)/);
  await hawser.child.waitForOutput(/Password\s+\S{20}/);
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(link!);
  await page.getByText('plant-1').first().waitFor();
  expect(new URL(page.url()).pathname).toContain('/a/demo');
  const second = await browser.newPage();
  await second.goto(link!);
  await second
    .getByText(/used|expired|not valid/i)
    .first()
    .waitFor();
  await browser.close();
  await hawser.stop();
});
