// Every room in French, which is longer than English: nothing is cut or stands out, and names still
// say what buttons say. What each room does is told by its own journey, in English.

import assert from 'node:assert/strict';
import { newPerson, shot } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look } from './lib/look.mjs';
import { button, dialog, field, heading, link } from './lib/portal.mjs';
import { codes } from './lib/scans.mjs';
import { admin, jwt, maker, uat } from './lib/server.mjs';

const open = (name) => (page) => button(page, name).first().click();
const tab = (name) => (page) => page.getByRole('tab', { name }).click();
const campaign = (page) => link(page, 'Oil to Northern Europe').click();

// name, address, what tells that it is there, and how to get further on the page
const rooms = [
  ['dashboard', 'dashboard', (page) => page.getByText('Aucun scan pour l’instant')],
  ['scans', 'scans', (page) => page.getByText('Aucun scan dans cette période')],
  ['company', 'company', (page) => heading(page, 'Fiche de l’entreprise')],
  ['company-edit', 'company', (page) => dialog(page, 'L’entreprise'), open('Modifier')],
  ['policy', 'policy', (page) => button(page, 'Voir ce que cela arrêterait')],
  ['activity', 'activity', (page) => page.getByRole('cell', { name: 'Création de la campagne' }).first()],
  ['users', 'users', (page) => page.getByText('bo@kallista.example')],
  ['user-new', 'users', (page) => dialog(page, 'Inviter un utilisateur'), open('Inviter un utilisateur')],
  ['roles', 'users?tab=roles', (page) => page.getByText('Gère l’entreprise', { exact: false }).first()],
  ['role', 'users?tab=roles&role=it_admin', (page) => heading(page, 'Qui est Administrateur informatique')],
  ['teams', 'users?tab=teams', (page) => page.getByText('Rotterdam')],
  ['team-new', 'users?tab=teams', (page) => dialog(page, 'Créer une équipe'), open('Créer une équipe')],
  ['brands', 'brands', (page) => page.getByText('KAL', { exact: true })],
  ['regions', 'regions', (page) => page.getByText('Belgique')],
  ['region-new', 'regions', (page) => dialog(page, 'Nouvelle région'), open('Nouvelle région')],
  ['products', 'products', (page) => page.getByText('OLV-1')],
  ['product-new', 'products', (page) => dialog(page, 'Nouveau produit'), open('Nouveau produit')],
  ['product', 'products', (page) => heading(page, 'Données pour les pages de destination'), (page) => link(page, 'Olive oil').click()],
  ['import', 'products/import', (page) => heading(page, 'Importer des produits')],
  ['campaigns', 'campaigns', (page) => link(page, 'Oil to Northern Europe')],
  ['campaign', 'campaigns', (page) => heading(page, 'Où mènent les scans'), campaign],
  ['campaign-scm', 'campaigns', (page) => page.getByText('[lot_number]'), async (page) => { await campaign(page); await tab('SCM T&T')(page); }],
  ['campaign-alerts', 'campaigns', (page) => page.getByText('Sur liste noire', { exact: true }), async (page) => { await campaign(page); await tab('Alertes')(page); }],
  ['campaign-access', 'campaigns', (page) => heading(page, 'Qui voit cette campagne'), async (page) => { await campaign(page); await tab('Accès')(page); }],
  ['campaign-options', 'campaigns', (page) => heading(page, 'Clé consommateur'), async (page) => { await campaign(page); await tab('Options')(page); }],
  ['work-orders', 'work-orders', (page) => link(page, 'WO-2026-1')],
  ['work-order-new', 'work-orders', (page) => dialog(page, 'Nouvel ordre de travail'), open('Nouvel ordre de travail')],
  ['work-order', 'work-orders', (page) => page.getByText('Télécharger le fichier'), (page) => link(page, 'WO-2026-1').click()],
  ['templates', 'work-orders/templates', (page) => page.getByText('Printed by Gent Labels')],
  ['uploads', 'work-orders/uploads', (page) => page.getByText('Aucun code importé pour l’instant')],
  ['upload', 'work-orders/uploads/new', (page) => heading(page, 'Importer des codes')],
  ['codes', 'codes', (page) => page.getByText('1–22 sur 22')],
  ['code', 'codes', (page) => heading(page, 'Données logistiques'), (page) => page.getByRole('rowheader').getByRole('link').first().click()],
  ['scm', 'supply-chain', (page) => heading(page, 'Données logistiques')],
  ['scm-task', 'supply-chain', (page) => dialog(page, /^Import /).getByText('Ce qui a été demandé'), (page) => page.getByRole('rowheader').getByRole('link').first().click()],
  ['alerts', 'alerts', (page) => heading(page, 'Par campagne')],
  ['background-work', 'background-work', (page) => link(page, 'Créer les codes d’un ordre de travail').first()],
  ['background-job', 'background-work', (page) => dialog(page, /^Créer les codes d’un ordre de travail, numéro/).getByText('Demandé par'), (page) => link(page, 'Créer les codes d’un ordre de travail').first().click()],
  ['checkpoints', 'activity/checkpoints', (page) => heading(page, 'Clés du journal')],
  ['scm-import', 'supply-chain/import', (page) => heading(page, 'Importer des données logistiques')],
  ['webhooks', 'webhooks', (page) => page.getByText('https://example.com/hook')],
  ['webhook-new', 'webhooks', (page) => dialog(page, 'Nouveau webhook'), open('Nouveau webhook')],
  ['webhook', 'webhooks', (page) => heading(page, 'Appels'), (page) => link(page, 'https://example.com/hook').click()],
  ['token', 'me', (page) => heading(page, 'Appels par jour'), (page) => link(page, 'From a script').click()],
  ['tokens', 'tokens', (page) => link(page, 'From a script')],
  ['tokens-all', 'tokens', (page) => dialog(page, 'Révoquer tous les jetons de Kallista SA\u202F?').getByText('1 jeton actif'), open('Tout révoquer…')],
  ['tokens-look', 'tokens?state=active&never_used=1&ends_within_days=30', (page) => page.getByText('Rien ne correspond à ces filtres.')],
  ['token-new', 'me?new=1', (page) => dialog(page, 'Nouveau jeton d’autorisation utilisateur').getByText('Partir de')],
  ['menu', '', (page) => page.getByRole('navigation', { name: 'Menu principal' }), open('Menu')],
];

// What people called things themselves.
const NAMES = /Oil to Northern Europe|Printed by Gent Labels|From a script|Olive oil/g;
// Rooms whose every word is looked at.
const READ = new Set([
  'dashboard', 'scans', 'company', 'policy', 'activity', 'users', 'roles', 'role', 'teams', 'brands', 'product', 'scm-task', 'alerts',
  'background-work', 'background-job', 'checkpoints',
]);
// None of these is a French word, too.
const ENGLISH = /\b(the|of|and|your|you|with|this|these|has|have|was|were|are|is|not|who|what|which|when|from|for|by|ago|yesterday|today|days|never|none|see|add|edit)\b/gi;

async function assertFrench(page, name) {
  const texts = await page.locator('main, [role="dialog"]').allInnerTexts();
  // Names of the API stay as they are.
  const said = texts.join('\n').replaceAll(NAMES, '').replaceAll(/\S*[_/@.]\S+/g, '');
  assert.deepEqual(said.split('\n').filter((line) => line.match(ENGLISH)), [], `${name} is not all French`);
}

journey('french', (step) => {
  let page;

  step('there is something to see', async ({ server }) => {
    const auth = await jwt(server);
    const post = maker(server, auth);
    const { id } = await post('/campaigns/', { name: 'Oil to Northern Europe' });
    for (const [key, label, type] of [['lot_number', 'Lot', 'text'], ['pallet', 'Pallet', 'logistical_unit']]) {
      await post(`/campaigns/${id}/scm-fields/`, { key, label, type });
    }
    await post(`/campaigns/${id}/alerts/`, { type: 'blacklisted', recipients: [] });
    const brand = await post('/brands/', { name: 'Kallista', reference: 'KAL' });
    const product = await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id, campaign: id });
    await post('/users/', { email: 'bo@kallista.example', given_name: 'Bo', family_name: 'Brandt', role: 'brand_manager' });
    await post('/teams/', { name: 'Rotterdam', members: [] });
    await post('/regions/', { name: 'Benelux', countries: ['BE', 'LU', 'NL'] });
    await post('/webhooks/', { url: 'https://example.com/hook', events: ['workorder.completed'] });
    await post('/workorders/templates/', { name: 'Printed by Gent Labels', product: product.id, activate_on_complete: true });
    await post('/workorders/create-sid/', { reference: 'WO-2026-1', quantity: 20, product: product.id, activate_on_complete: true, use_serial_number: true });
    await uat(server, ['brand_view', 'product_view']);
    const ids = await codes(server, auth, { reference: 'WO-2026-2', product: product.id, quantity: 2 });
    await server.api('POST', '/scm/upload/', { auth, body: { data_key: 'extended_id', items: ids.map((id) => ({ extended_id: id, lot_number: 'L 7' })) } });
  });

  step('sign in', async (world) => {
    page = (await newPerson(world.browser, { locale: 'fr-FR' })).page;
    world.page = page;
    await page.goto('/');
    await field(page, 'Adresse e-mail').fill(admin.email);
    await field(page, 'Mot de passe').fill(admin.password);
    await button(page, 'Se connecter').click();
    await heading(page, 'Bonjour Ada').waitFor();
  });

  for (const [name, address, landmark, further] of rooms) {
    step(name, async () => {
      // By way of a page that is none: the room before is closed with all that is open in it.
      await page.goto('/#/nulle-part');
      await heading(page, 'Cette page n’existe pas').waitFor();
      await page.goto(`/#/${address}`);
      await further?.(page);
      await landmark(page).waitFor();
      if (READ.has(name)) await assertFrench(page, name);
      // Colours do not change with the language, and what axe reads does not change with the width.
      await fits(page, name);
      await look(page, `french-${name}-1280`, { colours: false });
      await page.setViewportSize({ width: 360, height: 900 });
      await fits(page, name);
      await shot(page, `french-${name}-360`);
      await page.setViewportSize({ width: 1280, height: 900 });
    });
  }
}, { independent: true });
