/** What pages and components are given: plain, parsed data. Dates are ISO 8601 strings in UTC; money is whole cents. */

/** `currency` is an ISO 4217 code. */
export type Money = { readonly cents: number; readonly currency: string };

/** A picture by its address; `at` lists the widths in px that lie beside it as `<base>-<width>.avif` and `.webp`. */
export type Picture = {
  readonly src: string;
  readonly alt: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
};

export type Variant = { readonly id: string; readonly name: string };

export type Style = {
  readonly id: string;
  readonly name: string;
  /** How the label tells it: "Impressionist oil". */
  readonly medium: string;
  /** One short sentence on how it is made. */
  readonly says: string;
  readonly variants: readonly Variant[];
};

/** A portrait under way or done. `src` is the watermarked preview. */
export type Portrait = {
  readonly id: string;
  /** The style's id. */
  readonly style: string;
  /** The style's name as people read it. */
  readonly label: string;
  readonly status: 'waiting' | 'painting' | 'ready' | 'stopped' | 'erased';
  readonly src?: string | undefined;
  readonly alt: string;
  /** How long it was waited for: those of one photo are asked for at once, and painted one after the other. */
  readonly seconds?: number | undefined;
  readonly reason?: string | undefined;
  readonly remedy?: string | undefined;
};

/** One line of the list of stages, and the data of a `stage` event. */
export type Stage = {
  readonly id: string;
  readonly label: string;
  readonly state: 'wait' | 'now' | 'done' | 'stopped';
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  readonly seconds?: number | undefined;
  /** What is counted: "Laying lines". */
  readonly doing?: string | undefined;
  readonly reason?: string | undefined;
  readonly remedy?: string | undefined;
};

/** A business "no", worded: what, why, what helps. It never counts against the quota. */
export type Refusal = { readonly title: string; readonly because: string; readonly remedy: string };

/** Advice that does not refuse. */
export type Advice = { readonly says: string; readonly remedy: string };

/** A wrong field: the same words stand in the summary and beside the field. */
export type FieldError = { readonly field: string; readonly says: string };

export type Price = {
  readonly gross: Money;
  /** In percent. */
  readonly vatRate: number;
  readonly vat: Money;
  readonly deliveryFrom?: Money | undefined;
};

/** Sums of an order. The VAT was rounded per line and the lines were added up, by whoever knows the order. */
export type Totals = {
  readonly goods: Money;
  readonly delivery?: { readonly says: string; readonly cost: Money } | undefined;
  readonly total: Money;
  readonly vatRate: number;
  readonly vat: Money;
};

/** A thing on a wall, in centimetres. */
export type Hanging = {
  readonly kind: 'framed' | 'fine-art' | 'poster' | 'canvas' | 'cards' | 'file';
  /** Width of the picture, whole centimetres. */
  readonly widthCm: number;
  /** The picture's shape; 4:5 unless told otherwise. */
  readonly ratio?: '4-5' | '5-4' | '1-1' | '5-7' | undefined;
  readonly finish?: 'black' | 'white' | 'oak' | 'walnut' | 'gilt' | undefined;
  readonly matCm?: 0 | 3 | 5 | 6 | undefined;
  readonly matColour?: 'white' | 'ivory' | 'black' | undefined;
};

/** The museum label; `medium` is always "‹style›, by software, after ‹your photograph›". */
export type LabelText = {
  readonly title: string;
  readonly medium: string;
  readonly number?: string | undefined;
};

/** One axis of an order: four stops at most. */
export type Axis = {
  readonly name: string;
  readonly sentence: string;
  readonly steps: readonly {
    readonly label: string;
    /** A time, or words such as "by 27 Nov". */
    readonly at?: string | undefined;
    readonly state: 'done' | 'now' | 'next' | 'cancelled' | 'trouble';
  }[];
};

export type LogEntry = { readonly at: string; readonly says: string; readonly note?: string | undefined };

/** One kind of thing that is held about a person. */
export type HeldRow = {
  readonly what: string;
  readonly value: string;
  readonly why: string;
  readonly basis: string;
  /** "GDPR Art. 6(1)(b)". */
  readonly article: string;
  /** A date; null while nothing has begun the period yet. */
  readonly until: string | null;
  /** The rule in words: "30 days after the last painting". */
  readonly rule: string;
  readonly alsoHas: readonly { readonly name: string; readonly until?: string | undefined }[];
  readonly act?: { readonly label: 'Erase' | 'Correct' | 'Object'; readonly href: string } | undefined;
};

/** What an erasure would do with one kind of thing. */
export type FateRow = {
  readonly what: string;
  readonly when: 'now' | 'event' | 'date' | 'kept';
  readonly note?: string | undefined;
  readonly law?: string | undefined;
  readonly until?: string | undefined;
};

/** A link in the page's own words. */
export type Link = { readonly label: string; readonly href: string };
