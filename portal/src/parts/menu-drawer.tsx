// The slide-out menu. What a role cannot open is not in it.

import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../text';
import {
  ActivityIcon, BellIcon, BookIcon, BoxIcon, CampaignIcon, ChartIcon, CodeIcon, CompanyIcon, GlobeIcon, HomeIcon, KeyIcon, OrderIcon, RulesIcon,
  ScanIcon, SignOutIcon, SupplyIcon, TagIcon, UserIcon, UsersIcon, WebhookIcon, WorkIcon,
} from './icons';
import { LanguageItems } from './language-switch';
import { BRAND_READ, fullName, SCM_READ, useMay, useMe } from './me';
import { useSignOut } from './use-sign-out';

export function MenuDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Drawer
      opened={opened} onClose={onClose} title={t.product} size={300} padding="md"
      closeButtonProps={{ 'aria-label': t.menu.close }} transitionProps={{ duration: 140 }}
    >
      <nav aria-label={t.menu.label} className="cm-menu">
        <MenuItems onClose={onClose} />
      </nav>
    </Drawer>
  );
}

function MenuItems({ onClose }: { onClose: () => void }) {
  const { user } = useMe();
  const may = useMay();
  const signOut = useSignOut();
  const item = (href: string, icon: ReactNode, label: string) => <Item {...{ href, icon, label, onClose }} />;
  return (
    <>
      {item('/', <HomeIcon />, t.menu.home)}
      <Section title={t.menu.company}>
        {item('/company', <CompanyIcon />, t.menu.companyInfo)}
        {may('policy_edit') && item('/policy', <RulesIcon />, t.menu.policy)}
        {may('audit_view') && item('/activity', <ActivityIcon />, t.menu.activity)}
        {may('user_view', 'team_view') && item('/users', <UsersIcon />, t.menu.users)}
        {may('uat_manage') && item('/tokens', <KeyIcon />, t.menu.tokens)}
        {may('webhook_edit') && item('/webhooks', <WebhookIcon />, t.menu.webhooks)}
      </Section>
      {may(...BRAND_READ, ...SCM_READ, 'dashboard_view', 'scans_download', 'campaign_view', 'region_view', 'workorder_view', 'codes_view') && (
        <div>
          {may('dashboard_view') && item('/dashboard', <ChartIcon />, t.menu.dashboard)}
          {may('scans_download') && item('/scans', <ScanIcon />, t.menu.scans)}
          {may('campaign_view') && item('/campaigns', <CampaignIcon />, t.menu.campaigns)}
          {may('campaign_view') && item('/alerts', <BellIcon />, t.menu.alerts)}
          {may(...BRAND_READ) && item('/brands', <TagIcon />, t.menu.brands)}
          {may('region_view') && item('/regions', <GlobeIcon />, t.menu.regions)}
          {may('product_view') && item('/products', <BoxIcon />, t.menu.products)}
          {may('workorder_view') && item('/work-orders', <OrderIcon />, t.menu.workOrders)}
          {may('codes_view') && item('/codes', <CodeIcon />, t.menu.codes)}
          {may(...SCM_READ) && item('/supply-chain', <SupplyIcon />, t.menu.supplyChain)}
        </div>
      )}
      <Section title={t.menu.me}>
        {item('/me', <UserIcon />, fullName(user))}
        {item('/background-work', <WorkIcon />, t.menu.work)}
        <button type="button" className="cm-menu-item" onClick={signOut}><SignOutIcon />{t.menu.signOut}</button>
      </Section>
      <a href="/api/docs/" className="cm-menu-item"><BookIcon />{t.menu.reference}</a>
      <div className="cm-menu-language"><LanguageItems /></div>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface ItemProps { href: string; icon: ReactNode; label: string; onClose: () => void }

function Item({ href, icon, label, onClose }: ItemProps) {
  const [place] = useLocation();
  const isHere = place === href || (href !== '/' && place.startsWith(`${href}/`));
  return (
    <Link href={href} className="cm-menu-item" aria-current={isHere ? 'page' : undefined} onClick={onClose}>
      {icon}
      <span className="cm-wrap">{label}</span>
    </Link>
  );
}
