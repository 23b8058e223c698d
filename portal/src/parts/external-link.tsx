// An address that a company wrote. Only web addresses become links: `javascript:` must not.

import { Anchor } from '@mantine/core';

export function ExternalLink({ url }: { url: string | null }) {
  if (!url) return null;
  if (!/^https?:\/\//i.test(url)) return <span className="cm-wrap">{url}</span>;
  return (
    <Anchor href={url} target="_blank" rel="noopener noreferrer" inherit className="cm-link" title={url}>
      {url.replace(/^https?:\/\//i, '')}
    </Anchor>
  );
}
