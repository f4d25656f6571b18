/** The easel while somebody looks: portraits and stages as their events arrive. */
import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { after, type Easel, isSettled, type PaintingEvent, spoken } from '../components/easel.ts';
import { mount } from '../components/island.tsx';
import { Studio, type StudioProps } from '../components/studio.tsx';

/** Announced at most so often: a screen reader has more to say. */
const speakEveryMs = 5000;
const names = ['stage', 'progress', 'done', 'failed'] as const;

function Painting(given: StudioProps) {
  const [easel, tell] = useReducer<Easel, PaintingEvent>(after, given.easel);
  const [lost, setLost] = useState(false);
  const over = isSettled(easel);

  useEffect(() => (over ? undefined : follow(given.events, tell, setLost)), [given.events, over]);

  return <Studio {...given} easel={easel} says={useNowAndThen(spoken(easel))} lost={lost && !over} />;
}

/** The browser reconnects by itself, and sends `Last-Event-ID` so that nothing is missed. */
function follow(
  href: string,
  tell: (event: PaintingEvent) => void,
  setLost: (lost: boolean) => void,
): () => void {
  const source = new EventSource(href);
  source.onopen = () => setLost(false);
  source.onerror = () => setLost(true);
  source.addEventListener('end', () => source.close());
  for (const event of names)
    source.addEventListener(event, ({ data }: MessageEvent<string>) =>
      tell({ event, data: JSON.parse(data) }),
    );
  return () => source.close();
}

/** The latest text, but changed no more often than somebody can listen to. */
function useNowAndThen(text: string): string {
  const [said, say] = useState(text);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const timer = setInterval(() => say(latest.current), speakEveryMs);
    return () => clearInterval(timer);
  }, []);
  return said;
}

mount('painting', Painting);
