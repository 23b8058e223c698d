// The last net: a bug in one page, or a chunk that a newer server no longer has.

import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { t } from '../text';
import { Empty } from './empty';
import { AlertIcon } from './icons';

export class Crash extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <main role="alert">
        <Empty icon={<AlertIcon />} title={t.problem.crashTitle} text={t.problem.crash}>
          <Button onClick={() => window.location.reload()}>{t.problem.reload}</Button>
        </Empty>
      </main>
    );
  }
}
