/** What an auditor would object to, found by going through one person's history with the register in hand. */
import { entryOf, policyVersion, purposes } from '../../personal-data/register.ts';
import type { Replay, Step } from '../../personal-data/replay.ts';
import { type Choice, choicesIn, stoodAt } from './consents.ts';
import { placeOf } from './place.ts';
import { isCategory, isPurpose, needsConsent } from './register-words.ts';

export type Finding = { readonly event: string; readonly place: string; readonly says: string };

export function findingsIn(replay: Replay): readonly Finding[] {
  const choices = choicesIn(replay);
  const erased = erasedAt(replay);
  return replay.steps.flatMap((step) => {
    const { id: event } = step.recorded;
    const objections = [
      ...ofGround(step),
      ...ofOpening(step),
      ...ofConsent(step, choices),
      ...ofErasure(step, replay, erased),
    ];
    return objections.map((says) => ({ event, place: placeOf(step.recorded), says }));
  });
}

/** The policy of today is in the program; an older one is compared with by whoever has it. */
function ofGround({ recorded: { metadata } }: Step): readonly string[] {
  const { purpose, legalBasis } = metadata;
  if (!isPurpose(purpose)) return [`its purpose ${purpose} is not in the register`];
  const { basis } = purposes[purpose];
  const [day] = metadata.policyVersion.split('.'); // of the register; its words may have a number of their own
  return day === policyVersion && legalBasis !== basis
    ? [`it says ${legalBasis} for ${purpose}, and the policy of ${policyVersion} says ${basis}`]
    : [];
}

function ofOpening(step: Step): readonly string[] {
  const { category, openedFor } = openingIn(step) ?? {};
  if (category === undefined || openedFor === undefined) return [];
  if (!isCategory(category)) return [`it opened ${category}, which is not in the register`];
  return entryOf(category).purposes.some((one) => one === openedFor)
    ? []
    : [`it opened ${category} for ${openedFor}, which the register does not allow`];
}

function openingIn({ recorded: { type }, told }: Step) {
  const [category, openedFor] = [told?.['category'], told?.['openedFor']];
  return type === 'DataOpened' && typeof category === 'string' && typeof openedFor === 'string'
    ? { category, openedFor }
    : undefined;
}

/** Openings are gathered, and told within a minute: so much later a consent may be gone that stood. */
const toldWithinMs = 60_000;

function ofConsent(step: Step, choices: readonly Choice[]): readonly string[] {
  const { created, metadata } = step.recorded;
  const opening = openingIn(step);
  const purpose = opening?.openedFor ?? metadata.purpose;
  if (!needsConsent(purpose)) return [];
  const before = new Date(Date.parse(created) - toldWithinMs).toISOString();
  const stood =
    stoodAt(choices, purpose, created) || (opening !== undefined && stoodAt(choices, purpose, before));
  return stood ? [] : [`${purpose} rests on consent, and none stood at that moment`];
}

/** When nothing of the person may be sealed any more: their whole erasure has destroyed its keys, and waits for no order. */
function erasedAt({ steps }: Replay): number | undefined {
  let waitsFor: readonly string[] | undefined;
  for (const [index, { recorded, told }] of steps.entries()) {
    if (recorded.type === 'ErasureAccepted' && told?.['scope'] === 'everything')
      waitsFor = Array.isArray(told['openOrders']) ? told['openOrders'].map(String) : [];
    if (recorded.type === 'ErasureResumed') waitsFor = waitsFor?.filter((id) => id !== told?.['orderId']);
    if (recorded.type === 'ErasureKeysDestroyed' && waitsFor?.length === 0) return index;
  }
  return undefined;
}

/** What was on its way when its key died came too late to be read; what has a key that lives is new. */
function ofErasure(step: Step, { steps, keys }: Replay, erased: number | undefined): readonly string[] {
  if (erased === undefined || steps.indexOf(step) <= erased) return [];
  const living = step.sealed.filter(({ kid }) => keys.find((key) => key.kid === kid)?.destroyed === null);
  return living.map(({ category }) => `it sealed ${category} anew, after the person was erased`);
}
