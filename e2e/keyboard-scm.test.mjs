// Supply-chain data without a mouse: the fields of a campaign are added and arranged, then a file is
// uploaded that fills them.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { hasFocus, pressOn, tabTo } from './lib/keyboard.mjs';
import { button, dialog, field, heading, link, signIn } from './lib/portal.mjs';
import { codes } from './lib/scans.mjs';
import { jwt, maker } from './lib/server.mjs';

journey('keyboard scm', (step) => {
  let auth;
  let campaign;
  let ids;
  const keys = async (server) => (await server.api('GET', `/campaigns/${campaign}/scm-fields/`, { auth })).body.results.map(({ key }) => key);

  step('there is a campaign with codes', async ({ page, server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    campaign = (await post('/campaigns/', { name: 'Oil to Northern Europe' })).id;
    const brand = await post('/brands/', { name: 'Kallista' });
    const product = await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id, campaign });
    ids = await codes(server, auth, { reference: 'WO-1', product: product.id, quantity: 6 });
    await signIn(page);
    await page.goto(`/#/campaigns/${campaign}`);
    await heading(page, 'Oil to Northern Europe').waitFor();
  });

  step('the tabs are walked through by arrow', async ({ page }) => {
    await tabTo(page, page.getByRole('tab', { selected: true }));
    await page.keyboard.press('ArrowRight');
    await page.getByText('No fields yet').waitFor();
    assert.match(page.url(), /tab=scm$/);
  });

  step('three fields are added', async ({ page }) => {
    for (const name of ['Lot', 'Line', 'Inspector']) {
      await pressOn(page, button(page, 'Add a field').first());
      const form = dialog(page, 'Add a field');
      await tabTo(page, field(form, 'Displayed name'));
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await form.waitFor({ state: 'hidden' });
      await page.getByText(`[${name.toLowerCase()}]`, { exact: true }).first().waitFor();
    }
  });

  step('they are arranged, and the focus stays with what is moved', async ({ page, server }) => {
    assert.deepEqual(await keys(server), ['lot', 'line', 'inspector']);
    const up = button(page, 'Move Inspector up');
    await pressOn(page, up);
    await page.getByText('Inspector is now 2 of 3.').waitFor({ state: 'attached' });
    assert.ok(await hasFocus(up));
    await page.keyboard.press('Enter');
    await page.getByText('Inspector is now 1 of 3.').waitFor({ state: 'attached' });
    await pressOn(page, button(page, 'Move Lot down'));
    await page.getByText('You have unsaved changes.').waitFor();
    await pressOn(page, button(page, 'Save changes'));
    await page.getByText('You have unsaved changes.').waitFor({ state: 'detached' });
    assert.deepEqual(await keys(server), ['inspector', 'line', 'lot']);
  });

  step('a file is chosen, and its columns', async ({ page }) => {
    await page.goto('/#/supply-chain');
    await pressOn(page, link(page, 'Upload a file').first());
    await heading(page, 'Upload supply-chain data').waitFor();
    const chooser = page.waitForEvent('filechooser');
    await pressOn(page, button(page, 'Choose a file'));
    const text = `Code,Lot,Who\n${ids.map((id) => `${id},L-7,Bo\n`).join('')}`;
    await (await chooser).setFiles({ name: 'lots.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await heading(page, /^lots\.csv: /).waitFor();
    assert.equal(await field(page, 'Lot').inputValue(), 'lot');
    await tabTo(page, field(page, 'Who'));
    await page.keyboard.type('Insp');
    assert.equal(await field(page, 'Who').inputValue(), 'inspector');
  });

  step('it is checked, written, and seen in the list', async ({ page, server }) => {
    await pressOn(page, button(page, 'Check the file'));
    await pressOn(page, button(page, 'Change 12 values'));
    await heading(page, 'The upload is done').waitFor();
    const { body } = await server.api('GET', `/codes/${ids[0]}/`, { auth });
    assert.deepEqual(body.scm, { lot: 'L-7', inspector: 'Bo' });
    await pressOn(page, link(page, 'See all uploads'));
    await pressOn(page, link(page, 'SCM-1'));
    await dialog(page, 'Upload SCM-1').getByText('Values changed').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page, 'Upload SCM-1').waitFor({ state: 'hidden' });
  });
});
