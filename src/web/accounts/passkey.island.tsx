/** The browser's half of a passkey: asks for options, has the authenticator sign, sends it, and goes where it is told. */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { enhance } from '../components/island.tsx';

type Does = 'sign-in' | 'add' | 'prove';
type Given = { readonly does: Does; readonly next?: string };

const at: Readonly<Record<Does, string>> = {
  'sign-in': '/sign-in/passkey',
  add: '/account/passkeys',
  prove: '/account/prove',
};

enhance<Given>('passkey', (element, given) => {
  const button = element.querySelector<HTMLButtonElement>('[data-passkey]');
  const says = element.querySelector<HTMLElement>('[data-says]');
  button?.addEventListener('click', async () => {
    button.disabled = true;
    if (says !== null) says.textContent = '';
    try {
      location.assign(await perform(given));
    } catch (error) {
      if (says !== null) says.textContent = wordsFor(error);
      button.disabled = false;
    }
  });
});

/** @returns where it goes on */
async function perform({ does, next = '' }: Given): Promise<string> {
  const optionsJSON = await post(`${at[does]}/options`);
  const signed =
    does === 'add' ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON });
  const query = does === 'prove' ? `?next=${encodeURIComponent(next)}` : '';
  const { location: way } = await post(`${at[does]}${query}`, signed);
  return way;
}

async function post(path: string, body: unknown = {}) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Refusal(told.title);
  return told;
}

/** What the shop said. */
class Refusal extends Error {}

/** An authenticator says little, so that nobody learns from it what is stored where. */
function wordsFor(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'This device is added already.';
  if (name === 'NotAllowedError') return 'Nothing was signed: it was cancelled, or took too long. Try again.';
  return 'This browser cannot use a passkey here. A link by e-mail works everywhere.';
}
