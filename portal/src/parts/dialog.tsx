// A modal window as all of ours behave: full screen on phones, never closed by a click beside
// it (a half-filled form would be lost), and quiet while the password prompt lies above it.

import { Modal, type ModalProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { t } from '../text';
import { usePasswordPromptOpen } from './password-prompt-state';
import { useFocusBack } from './use-focus-back';

export function Dialog({ children, closeOnEscape = true, ...rest }: ModalProps) {
  const isPhone = useMediaQuery('(max-width: 36em)');
  const promptOpen = usePasswordPromptOpen();
  useFocusBack();
  return (
    <Modal
      centered={!isPhone}
      fullScreen={isPhone === true}
      closeOnClickOutside={false}
      closeOnEscape={closeOnEscape && !promptOpen}
      trapFocus={!promptOpen}
      closeButtonProps={{ 'aria-label': t.common.close }}
      transitionProps={{ duration: 120 }}
      returnFocus={false}
      {...rest}
    >
      {children}
    </Modal>
  );
}
