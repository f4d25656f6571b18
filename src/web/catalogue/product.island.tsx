/** Hangs the choice on the wall while it is being made. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Choices, ConfiguratorProps } from '../components/choices.ts';
import { Configurator } from '../components/configurator.tsx';
import { mount } from '../components/island.tsx';

const fields = ['kind', 'size', 'finish', 'mat', 'edge', 'wall'] as const;

export function Product(given: ConfiguratorProps) {
  const [chosen, choose] = useState<Choices>(given.chosen);
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = mark.current?.closest('form');
    const read = () => form && choose((before) => ({ ...before, ...valuesOf(form) }));
    form?.addEventListener('change', read);
    return () => form?.removeEventListener('change', read);
  }, []);
  return (
    <>
      <Configurator {...given} chosen={chosen} />
      <span ref={mark} hidden />
    </>
  );
}

/** What the form says; a field that this kind does not have keeps its last value. */
const valuesOf = (form: HTMLFormElement): Partial<Choices> => {
  const data = new FormData(form);
  return Object.fromEntries(
    fields.filter((field) => data.has(field)).map((field) => [field, data.get(field)]),
  );
};

mount('product', Product);
