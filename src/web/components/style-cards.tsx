/** Styles to choose from, and styles to look at. */
import { Image, sampleOf } from './picture.tsx';
import type { Style } from './shapes.ts';

/** Tick boxes: up to three, which the server holds and an island says earlier. */
export const StyleCards = ({ styles, chosen }: { styles: readonly Style[]; chosen: readonly string[] }) => (
  <div class={styles.length < 5 ? 'grid styles styles--few' : 'grid styles'}>
    {styles.map(({ id, name, says }) => (
      <label class="style" key={id}>
        <input type="checkbox" name="style" value={id} checked={chosen.includes(id)} />
        <Image of={sampleOf(id)} sizes="(min-width: 60rem) 12rem, (min-width: 40rem) 30vw, 43vw" />
        <span>
          <b>{name}</b>
          <small>{says}</small>
        </span>
      </label>
    ))}
  </div>
);

export const StyleList = ({ styles }: { styles: readonly Style[] }) => (
  <ul class={styles.length < 5 ? 'grid styles styles--wide' : 'grid styles'}>
    {styles.map(({ id, name, says }) => (
      <li key={id}>
        <a class="inherit plain" href={`/styles/${id}`}>
          <Image of={sampleOf(id)} sizes="(min-width: 60rem) 12rem, (min-width: 40rem) 30vw, 43vw" />
          <p class="caption">
            <b>{name}</b>
            {says}
          </p>
        </a>
      </li>
    ))}
  </ul>
);
