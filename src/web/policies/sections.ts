/** The words of the privacy policy around its table. Numbers and names are given: the register and the shop know them. */
import { counted } from '../components/format.ts';

/** Plain text, before anything is marked in it. */
export type SectionText = {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly rows?: readonly { readonly name: string; readonly says: string }[];
};

export type PolicyFacts = {
  readonly photoDays: number;
  /** From which age a country lets people decide for themselves (GDPR Art. 8). */
  readonly ages: readonly { readonly country: string; readonly age: number }[];
  readonly companies: readonly { readonly name: string; readonly says: string }[];
  /** Each use with its ground. */
  readonly uses: readonly { readonly name: string; readonly says: string }[];
  /** Who is outside the EU, and by which safeguard. */
  readonly transfers: readonly { readonly name: string; readonly says: string }[];
  readonly measures: readonly string[];
  readonly freePaintings: number;
  readonly signalDays: number;
  readonly privacyEmail: string;
  readonly operator: string;
  /** Who else paints, and where; null where the studio paints by itself. */
  readonly painter: { readonly name: string; readonly where: string } | null;
};

/** In the order of the page. */
export const policySections = (facts: PolicyFacts): readonly SectionText[] => [
  inShort(facts),
  scope(facts),
  photo(facts),
  uses(facts),
  others(facts),
  transfers(facts),
  retention,
  security(facts),
  rights(facts),
  children(facts),
  abuse(facts),
  cookies,
  changes,
  who(facts),
];

const inShort = ({ painter }: PolicyFacts): SectionText => ({
  id: 'short',
  title: 'In short',
  paragraphs: [
    'You show us a photo, we paint it, we print it. We use your data for that and for what the law demands, and for nothing else unless you switch it on. We sell nothing, we train nothing on your pictures, and no advertising company is on this site.',
    painter === null
      ? 'The painting happens here, on our own machine; no other company sees the photo in order to paint it.'
      : `${painter.name} (${painter.where}) paints for us: it receives the part of the photo that the portrait shows, without a name, a place or camera data. Photo and portraits are kept here.`,
  ],
});

const scope = ({ operator }: PolicyFacts): SectionText => ({
  id: 'scope',
  title: 'What this covers',
  paragraphs: [
    `This policy holds for the shop of ${operator}: its pages and its API, the letters it sends, and what it has printed. It covers people who order, people who only try, and people who are in a photo that somebody else sent.`,
    'The payment page belongs to the payment company, and the parcel to its carrier: their own policies hold there.',
  ],
});

const photo = ({ photoDays }: PolicyFacts): SectionText => ({
  id: 'photo',
  title: 'Your photo',
  paragraphs: [
    'It is sealed under a key of its own before it is stored. Location and camera data are stripped. To paint, our engine finds the face and cuts out the sitter; what it computes on the way, such as masks and the points of a face, is thrown away with the job, and no face template is ever kept.',
    `The photo itself stays for ${counted(photoDays, 'day')} after its last painting, or until the last order that uses it is done, whichever is later. Then its key is destroyed, and nobody can open it again, ourselves included.`,
    'When you erase, the keys are destroyed within a second. What is left of sealed data in backups can be opened by nobody at the latest when the key that wraps all keys is changed, at most a week later; your receipt names the day.',
  ],
});

const uses = ({ uses }: PolicyFacts): SectionText => ({
  id: 'uses',
  title: 'What we use data for, and on which ground',
  paragraphs: [
    'Each use has one legal ground, and nothing is opened without naming its use; whatever opens it, we write down. What rests on consent is off until you turn it on.',
  ],
  rows: uses,
});

const others = ({ companies }: PolicyFacts): SectionText => ({
  id: 'others',
  title: 'Who else receives data',
  paragraphs: [
    'Only companies that work for us under contract (GDPR Art. 28), and the payment company, which answers for itself. Each is told when you erase, and your receipt says what it answered.',
  ],
  rows: companies,
});

const transfers = ({ transfers }: PolicyFacts): SectionText => ({
  id: 'transfers',
  title: 'Outside the European Union',
  paragraphs: [
    'We keep data in the European Union. Some companies that we need also work elsewhere; then the law names how that is allowed (GDPR Art. 44 to 49).',
  ],
  rows: transfers,
});

const retention: SectionText = {
  id: 'retention',
  title: 'How long we keep it',
  paragraphs: [
    'The table above says it for each kind of thing, with the law or the reason. When the time is over, the key of that thing is destroyed within an hour, and with it every copy, in backups too, at the latest when the key that wraps all keys is changed a week later.',
    'What you erase goes at once. What a law makes us keep is sealed, used for nothing else, and named with its last day before you confirm. What an open order needs goes when the order is done.',
    'Only a court order or a legal claim that is under way can hold something longer; then it opens for that claim and for you alone.',
  ],
};

const security = ({ measures }: PolicyFacts): SectionText => ({
  id: 'security',
  title: 'How it is protected',
  paragraphs: [
    'Among other things:',
    ...measures.map((measure) => `${measure.charAt(0).toUpperCase()}${measure.slice(1)}.`),
    'If data are breached all the same, we tell the authority within 72 hours, and you without delay where it is a risk for you (GDPR Art. 33, 34).',
  ],
});

const rights = ({ privacyEmail }: PolicyFacts): SectionText => ({
  id: 'rights',
  title: 'Your rights',
  paragraphs: [
    'You can see what we hold, take a copy with you, correct it, erase it, have it held but not used, and object to what we do in our own interest (GDPR Art. 15 to 21). Most of it is a button on the page “What we hold about you”; for all of it you can also write to ' +
      `${privacyEmail}. You have an answer within a month.`,
    'What you have allowed you can take back at every moment, as easily as you gave it. You can also complain to the data protection authority where you live (Art. 77).',
    'Is it your face in a photo that somebody else uploaded? Ask on the page “You are in a photo that somebody else sent”, with the portrait, its label’s number or a description: a person looks, and the photo is destroyed. The one who uploaded it is told that, and not by whom.',
  ],
});

const children = ({ ages }: PolicyFacts): SectionText => ({
  id: 'children',
  title: 'Children',
  paragraphs: [
    'We store nothing of a customer under 13, or under the higher age that the law of their country sets (GDPR Art. 8). We ask for the country and do not guess it from your address on the internet. If the answer is no, nothing is stored; only this browser remembers it for a day.',
  ],
  rows: ages.map(({ country, age }) => ({ name: country, says: `from ${age}` })),
});

const abuse = ({ freePaintings, signalDays }: PolicyFacts): SectionText => ({
  id: 'abuse',
  title: 'Abuse',
  paragraphs: [
    `${counted(freePaintings, 'photo')} a day are painted free of charge. To keep that fair we count under a secret that is destroyed every day, and keep the address on the internet that a request came from, with what the browser says of itself, for ${counted(signalDays, 'day')}. You can object (GDPR Art. 21).`,
  ],
});

const cookies: SectionText = {
  id: 'cookies',
  title: 'Cookies',
  paragraphs: [
    'There is no banner, because nothing here needs one: each of these is set when you do what it is for, and none follows you elsewhere. Nothing counts your visits.',
  ],
  rows: [
    {
      name: 'Session',
      says: 'when you first send something, so that what you made finds its way back to you',
    },
    {
      name: 'Sign-in',
      says: 'when you ask for a link, so that it opens in this browser alone; half an hour',
    },
    { name: 'Age', says: 'when you say that you are too young, so that nobody asks twice; a day' },
    { name: 'Colour scheme', says: 'when you choose light or dark' },
  ],
};

const changes: SectionText = {
  id: 'changes',
  title: 'Changes to this policy',
  paragraphs: [
    'Every version stays readable here, with its day, and any two can be compared. When one changes, we write to whoever has an address with us. We ask for a consent again only where what it is for has changed; what you allowed before does not count for that any more until you answer, and what it kept comes to its ordinary end, thirty days later at the earliest.',
  ],
};

const who = ({ operator, privacyEmail }: PolicyFacts): SectionText => ({
  id: 'who',
  title: 'Who we are',
  paragraphs: [`${operator} is the controller. Write to the privacy officer at ${privacyEmail}.`],
});
