// Tabs of a page. The open one is in the address, so that it can be sent to a colleague and the
// back button works.

import { Tabs } from '@mantine/core';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { navigate, useHashPath, useHashQuery } from './hash-location';
import './url-tabs.css';

export interface UrlTab { name: string; label: string; panel: () => ReactNode }

/** The tab that the address names, or else the first. */
export function useUrlTab(names: string[]): string {
  const [query] = useHashQuery();
  const asked = query.get('tab') ?? '';
  return names.includes(asked) ? asked : names[0] ?? '';
}

export function UrlTabs({ label, tabs }: { label: string; tabs: UrlTab[] }) {
  const [path] = useHashPath();
  const open = useUrlTab(tabs.map(({ name }) => name));
  const list = useRef<HTMLDivElement>(null);
  // On a phone not all of them have room; the open one is never out of sight.
  useLayoutEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[data-active]');
    if (tab) list.current?.scrollTo({ left: tab.offsetLeft - (list.current.clientWidth - tab.offsetWidth) / 2 });
  }, [open]);
  // Filters and pages belong to the tab that is left.
  const go = (name: string | null) => navigate(name === tabs[0]?.name ? path : `${path}?tab=${name}`);
  return (
    <Tabs value={open} onChange={go} keepMounted={false} className="cm-tabs">
      <Tabs.List aria-label={label} ref={list}>
        {tabs.map(({ name, label: words }) => <Tabs.Tab key={name} value={name}>{words}</Tabs.Tab>)}
      </Tabs.List>
      {tabs.map(({ name, panel }) => <Tabs.Panel key={name} value={name} pt="lg">{name === open && panel()}</Tabs.Panel>)}
    </Tabs>
  );
}
