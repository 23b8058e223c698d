// What needs somebody, or that nothing does.

import { Skeleton, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Ago } from '../../parts/ago';
import { BellIcon, CheckIcon, CrossCircleIcon, KeyIcon } from '../../parts/icons';
import { Panel } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { useAttention, type Item } from './use-attention';
import './home.css';

const icons = { alert: <BellIcon size={16} />, job: <CrossCircleIcon size={16} />, token: <KeyIcon size={16} /> };

export function Attention() {
  const { items, isPending, error, retry } = useAttention();
  if (!isPending && !error && items.length === 0) return <Calm />;
  return (
    <Panel title={t.attention.title}>
      <ProblemAlert error={error} onRetry={retry} />
      {items.length > 0 && <ul className="cm-attention">{items.map((item) => <Line key={item.key} item={item} />)}</ul>}
      {isPending && <Skeleton height={40} mt={items.length > 0 ? 'md' : 0} />}
    </Panel>
  );
}

function Line({ item: { kind, title, text, when, href } }: { item: Item }) {
  return (
    <li>
      <span className="cm-attention-icon" data-kind={kind} aria-hidden="true">{icons[kind]}</span>
      <span className="cm-two-lines cm-wrap">
        {href ? <Link href={href} className="cm-plain-link">{title}</Link> : <span>{title}</span>}
        {text && <small>{text}</small>}
      </span>
      {when && <span className="cm-attention-when"><Ago at={when} /></span>}
    </li>
  );
}

function Calm() {
  return (
    <section className="cm-panel cm-pad cm-calm" aria-label={t.attention.title}>
      <span aria-hidden="true"><CheckIcon size={20} /></span>
      <div>
        <Text fw={600}>{t.attention.calm}</Text>
        <Text size="sm" c="dimmed">{t.attention.calmText}</Text>
      </div>
    </section>
  );
}
