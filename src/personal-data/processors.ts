/** Who else receives personal data (GDPR Art. 28): each is called as the file in `providers/` that talks to it. */

type ProcessorEntry = {
  readonly says: string;
  readonly role: 'processor' | 'controller';
  readonly where: string;
  /** How a transfer outside the EU is allowed (Art. 44 to 49); null within it. */
  readonly transfer: string | null;
  /** What it does when somebody is erased. */
  readonly onErasure: 'deleted-by-us' | 'told-and-ends-on-a-date' | 'passes-through';
  readonly dpv: `dpv:${string}`;
};

export const processors = {
  'object-storage': {
    says: 'the storage company that keeps the pictures, sealed under keys that it does not have',
    role: 'processor',
    where: 'EU',
    transfer: null,
    onErasure: 'deleted-by-us',
    dpv: 'dpv:DataProcessor',
  },
  smtp: {
    says: 'the e-mail company that carries our letters to you',
    role: 'processor',
    where: 'EU',
    transfer: null,
    onErasure: 'passes-through',
    dpv: 'dpv:DataProcessor',
  },
  stripe: {
    says: 'Stripe, which takes the payment; card numbers go to it alone',
    role: 'controller',
    where: 'EU and USA',
    transfer: 'EU-US Data Privacy Framework; standard contractual clauses (Art. 46(2)(c))',
    onErasure: 'told-and-ends-on-a-date',
    dpv: 'dpv:ThirdParty',
  },
  prodigi: {
    says: 'Prodigi, whose print labs make and send what you order',
    role: 'processor',
    where: 'EU, UK and USA',
    transfer: 'adequacy decision for the UK (Art. 45); standard contractual clauses (Art. 46(2)(c))',
    onErasure: 'told-and-ends-on-a-date',
    dpv: 'dpv:DataProcessor',
  },
  replicate: {
    says: 'Replicate, which paints from the part of a photo that the portrait shows, where the shop is set to let it',
    role: 'processor',
    where: 'USA',
    transfer: 'standard contractual clauses (Art. 46(2)(c))',
    onErasure: 'told-and-ends-on-a-date',
    dpv: 'dpv:DataProcessor',
  },
  openai: {
    says: 'OpenAI, which paints from the part of a photo that the portrait shows, where the shop is set to let it',
    role: 'processor',
    where: 'EU and USA',
    transfer: 'EU-US Data Privacy Framework; standard contractual clauses (Art. 46(2)(c))',
    onErasure: 'told-and-ends-on-a-date',
    dpv: 'dpv:DataProcessor',
  },
} as const satisfies Record<string, ProcessorEntry>;

export type Processor = keyof typeof processors;

/** Its name alone, as a sentence begins with it. What is not in the table any more is called as it was. */
export function companyName(processor: string): string {
  const known = Object.entries(processors).find(([name]) => name === processor)?.[1].says ?? processor;
  const name = known.split(',')[0] ?? known;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Those that paint for the shop: at most one of them does, and the notice beside the upload names it. */
export const painters = ['replicate', 'openai'] as const satisfies readonly Processor[];

export const isPainter = (processor: Processor): boolean => painters.some((one) => one === processor);
