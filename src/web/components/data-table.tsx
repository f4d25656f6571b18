/** A table of a desk: rows become cards when narrow; where there is nothing, a sentence says so. */
import type { ComponentChildren } from 'preact';

export type Column<Row> = {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly number?: boolean;
};

type DataTableProps<Row> = {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The first is the row's head. */
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly nothing: string;
};

export function DataTable<Row>({ caption, rows, keyOf, columns, nothing }: DataTableProps<Row>) {
  if (rows.length === 0)
    return (
      <>
        <h2>{caption}</h2>
        <p>{nothing}</p>
      </>
    );
  const [first, ...others] = columns;
  return (
    <table class="table table--cards">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ name, number }) => (
            <th scope="col" key={name} class={number === true ? 'num' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{first.cell(row)}</th>
            {others.map(({ name, cell, number }) => (
              <td key={name} data-th={name} class={number === true ? 'num' : undefined}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
