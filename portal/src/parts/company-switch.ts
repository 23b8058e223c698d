// All tabs share one session. When it goes to another company, a tab that still shows the old one
// must not write there what was meant for here: it loads anew.

// One channel, which does not hear what it says itself.
const channel = new BroadcastChannel('countermark-company');

export function announceSwitch() {
  channel.postMessage('switched');
}

export function reloadOnSwitch() {
  channel.onmessage = () => {
    // Numbers in an address belong to the company that it comes from.
    window.location.hash = '#/';
    window.location.reload();
  };
}
