/** `/styles` and `/styles/:id`: each way of putting down paint, before and after. */
import { Compare } from '../components/compare.tsx';
import { LinkButton } from '../components/form.tsx';
import { PageHead } from '../components/layout.tsx';
import { Hung, Label, mediumOf, petSampleOf, sampleAligned, sampleOf } from '../components/picture.tsx';
import type { Style } from '../components/shapes.ts';
import { StyleList } from '../components/style-cards.tsx';

export const StylesPage = ({ styles }: { styles: readonly Style[] }) => (
  <div class="wrap stack gap-6">
    <PageHead
      title="One sitter, many hands"
      lede="Each style is its own way of putting down paint, line by line and stroke by stroke. Try up to three with every photo."
    />
    <StyleList styles={styles} />
    <p>
      <LinkButton icon="upload" href="/create">
        Choose a photo
      </LinkButton>
    </p>
  </div>
);

export type StylePageProps = {
  /** `papers`: author, title, place and year of what it is built after. */
  readonly style: Style & { readonly papers: readonly string[] };
  /** The others, for going on. */
  readonly others: readonly Style[];
};

export const StylePage = ({ style, others }: StylePageProps) => (
  <div class="wrap stack gap-7">
    <PageHead title={style.name} lede={style.says} />
    <div class="split split--wide items-center">
      <div class="easel">
        <Compare
          photo={sampleAligned('The photo')}
          portrait={sampleOf(style.id, `The portrait: ${style.medium}`)}
          name={style.name}
          eager
          buttons
        />
      </div>
      <div class="stack gap-5 j-start">
        <span class="row gap-5 items-end scale-4">
          <Hung
            as={{ kind: 'framed', finish: 'oak', widthCm: 40, matCm: 5 }}
            picture={sampleOf(style.id, `${style.name}, framed in oak with a white mat`)}
          />
          <Hung
            as={{ kind: 'canvas', widthCm: 40 }}
            picture={petSampleOf(style.id, `A cat: ${style.name}, on canvas`)}
          />
        </span>
        <Label title="Sample sitters" medium={mediumOf(style.medium, 'their photographs')} />
        {style.variants.length > 1 ? (
          <p class="s soft measure-s">
            Also as {style.variants.map(({ name }) => name.toLowerCase()).join(', ')}.
          </p>
        ) : null}
        <p class="s soft measure-s" id="papers">
          {papersSentence(style.papers)}
        </p>
        <LinkButton icon="upload" href="/create">
          Choose a photo
        </LinkButton>
      </div>
    </div>
    {others.length === 0 ? null : (
      <section class="stack gap-5" aria-labelledby="h-others">
        <h2 id="h-others">Other hands</h2>
        <StyleList styles={others} />
      </section>
    )}
  </div>
);

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Place and year of each stand behind it, in brackets. */
const papersSentence = (papers: readonly string[]): string =>
  `Built after ${list.format(papers.map((paper) => paper.replace(/, ([^,]+)$/, ' ($1)')))}.`;
