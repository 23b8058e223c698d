// The last net: a bug in one page, or a chunk that did not come because the network is away or a
// newer server no longer has it.

import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { t } from '../text';
import { Empty } from './empty';
import { AlertIcon } from './icons';
import { Page } from './page';

interface State { error: unknown }

export class Crash extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const p = t.problem;
    const [title, text] = isLoading(error) ? [p.offlineTitle, p.offline] as const : [p.crashTitle, p.crash] as const;
    return (
      <Page title={title}>
        <div role="alert" className="cm-panel">
          <Empty icon={<AlertIcon />} title={text}>
            <Button onClick={() => window.location.reload()}>{p.reload}</Button>
          </Empty>
        </div>
      </Page>
    );
  }
}

// Browsers have no code for it, only their own sentences.
function isLoading(error: unknown): boolean {
  return error instanceof Error && /dynamically imported|module script|preload CSS/i.test(error.message);
}
