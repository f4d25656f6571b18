/** Sends the link that lets somebody in, after the answer has left: whether an address is known shows in no time and no word. */
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { LetterId, type Template } from '../../modules/letters/letter.events.ts';
import { letter } from '../../modules/letters/letter.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { addressLink, signInLink } from '../letters/accounts.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';
import { guestsWhoGave } from './entering.ts';
import type { Owner } from './owner.ts';

type Asked = {
  readonly session: Session;
  readonly email: string;
  /** The secret of the browser that asks. */
  readonly browser: string;
  readonly cause: string;
};

const pausesMs = [0, 2000, 10_000];
/** By then the answer has left; and what follows never takes place at the same moment after it. */
const laterMs = { least: 150, most: 600 };
/** To one address, from wherever it is asked: nobody's mailbox is filled from here. */
const linksPerHour = 10;
/** And of these from one network: whoever asks for another's links leaves the owner some. */
const linksPerNetwork = 5;

/** To an address that is known; to any other nothing leaves. */
export function sendSignInLink(shop: Shop, asked: Asked & { readonly network: string }): void {
  const work = async () => {
    const person = await knownAs(shop, asked.email);
    if (person === undefined) return;
    const address = asked.email.toLowerCase();
    const fromThere = `${address} ${asked.network}`;
    if (!(await shop.attempts.may('sign-in-link-from', fromThere, linksPerNetwork))) return;
    if (!(await shop.attempts.may('sign-in-link-to', address, linksPerHour))) return;
    const token = await shop.signInLinks.make(asked.email, asked.browser, { does: 'sign-in' });
    const link = `${shop.publicUrl}/sign-in/${token}`;
    await send(shop, asked, signInLink({ ...shop.sender, link }), 'sign-in-link', person);
  };
  afterwards(shop, work);
}

/** To an address that somebody who is signed in wants to be reached at. */
export function sendAddressLink(shop: Shop, asked: Asked & { readonly session: Owner }): void {
  const { email, browser, session } = asked;
  const work = async () => {
    const token = await shop.signInLinks.make(email, browser, { does: 'address', account: session.account });
    const link = `${shop.publicUrl}/account/address/${token}`;
    await send(shop, asked, addressLink({ ...shop.sender, link }), 'address-link', session.subject);
  };
  afterwards(shop, work);
}

async function knownAs(shop: Shop, email: string): Promise<SubjectRef | undefined> {
  return (await shop.lookUp.find('email', email)) ?? (await guestsWhoGave(shop, email))[0];
}

function afterwards({ log }: Shop, work: () => Promise<void>): void {
  pause(randomInt(laterMs.least, laterMs.most))
    .then(work)
    .catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      log.error({ code }, 'a sign-in link was not sent');
    });
}

async function send(
  shop: Shop,
  { session, email, cause }: Asked,
  content: ReturnType<typeof signInLink>,
  template: Template,
  ref: SubjectRef,
): Promise<void> {
  const letterId = LetterId.parse(uuidFrom(cause, template));
  const sent = await delivered(shop, { ...content, to: email, messageId: letterId });
  const context = contextFor(session, cause, template, 'account.access');
  const facts = { letterId, template, person: { ref } };
  const command = sent
    ? ({ type: 'RecordSending', ...facts } as const)
    : ({ type: 'RecordNotSending', ...facts, because: 'address-refused' } as const);
  await shop.handle(letter, letterId, command, context);
}

/** @throws Fault provider/unavailable, after the last try */
async function delivered({ mailer }: Shop, content: Parameters<Shop['mailer']['send']>[0]): Promise<boolean> {
  for (const [tried, waitMs] of pausesMs.entries()) {
    await pause(waitMs);
    try {
      return (await mailer.send(content)).is === 'sent';
    } catch (error) {
      if (tried === pausesMs.length - 1) throw error;
    }
  }
  return false;
}
