// For a company that has just begun: what to do, in order, with what is done ticked off.

import { Anchor } from '@mantine/core';
import { CheckIcon } from '../../parts/icons';
import { Panel } from '../../parts/page';
import { t } from '../../text';

interface Props {
  hasProducts: boolean | undefined;
  hasTokens: boolean | undefined;
  canImport: boolean;
  canMakeTokens: boolean;
}

export function Guide({ hasProducts, hasTokens, canImport, canMakeTokens }: Props) {
  const h = t.home;
  const steps = [
    { title: h.guide1, text: h.guide1Text, link: canImport && '#/products/import', label: h.guide1Link, isDone: hasProducts },
    { title: h.guide2, text: h.guide2Text, link: canMakeTokens && '#/me?new=1', label: h.guide2Link, isDone: hasTokens },
    { title: h.guide3, text: h.guide3Text, link: '/api/docs/', label: h.guide3Link, isDone: false },
  ];
  return (
    <Panel title={h.guideTitle}>
      <ol className="cm-guide">
        {steps.map(({ title, text, link, label, isDone }, at) => (
          <li key={title} data-done={isDone || undefined}>
            <span className="cm-guide-number" aria-hidden="true">{isDone ? <CheckIcon size={16} /> : at + 1}</span>
            <div>
              <strong>{title}</strong>{isDone && <span className="cm-hidden"> ({t.common.done})</span>}
              <p>{text}</p>
              {link && <Anchor href={link} size="sm">{label}</Anchor>}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
