// The list of tickets as a help centre would build it with React: TanStack Table, Query and Virtual, the way their
// own "virtualized infinite scrolling" example puts them together. `cargo xtask bench table` measures it.
//
// The server sorts and searches, and pages come as one scrolls. To load every page first and to sort in memory is the
// other way, but the API gives at most a hundred tickets a page: fifty thousand would be five hundred requests, one
// after the other, before the first sort is right. Nobody would ship that.

import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { QueryClient, QueryClientProvider, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { createColumnHelper, rowSortingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";

const API = "/support/api/tickets";
const PAGE = 50;
const ROW = 44;
// So near to the end of what is loaded, in pixels, the next page is asked for.
const NEAR = 500;
// After the last key, in milliseconds: as long as the widget's field waits.
const PAUSE = 150;

const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const Moment = ({ at }) => <time dateTime={at}>{moment.format(new Date(at))}</time>;

const Subject = ({ ticket }) => (
  <>
    {ticket.unread && <span className="unread" title="Unread" />}
    <a href={`?ticket=${ticket.id}`} lang={ticket.language} dir="auto" title={ticket.subject}>
      {ticket.subject}
    </a>
    {ticket.escalated && <span className="escalated" title="Escalated">⚑</span>}
  </>
);

const features = tableFeatures({ rowSortingFeature });
const column = createColumnHelper();
const columns = column.columns([
  column.accessor("display_id", { id: "id", header: "ID", sortDescFirst: true }),
  column.accessor("subject", {
    header: "Subject",
    enableSorting: false,
    cell: (info) => <Subject ticket={info.row.original} />,
  }),
  column.accessor("created_at", { header: "Created", sortDescFirst: true, cell: (info) => <Moment at={info.getValue()} /> }),
  column.accessor("updated_at", { header: "Last activity", sortDescFirst: true, cell: (info) => <Moment at={info.getValue()} /> }),
  column.accessor("type", { header: "Type", enableSorting: false }),
  column.accessor((it) => it.priority?.level, {
    id: "priority",
    header: "Priority",
    sortDescFirst: true,
    cell: (info) => info.getValue() && <span className={`pill pill--${info.getValue()}`}>{info.getValue()}</span>,
  }),
  column.accessor((it) => it.status.label, {
    id: "status",
    header: "Status",
    sortDescFirst: true,
    cell: (info) => <span className={`pill pill--${info.row.original.status.category}`}>{info.getValue()}</span>,
  }),
  column.accessor((it) => it.assignee?.name, { id: "assignee", header: "Assignee", enableSorting: false }),
]);

async function load({ pageParam: cursor, queryKey: [, sorting, q], signal }) {
  const ask = new URLSearchParams({ scope: "mine", limit: PAGE });
  const [sort] = sorting;
  if (q) ask.set("q", q);
  // What is looked for comes with the best match first, unless another order is chosen.
  if (sort) ask.set("sort", `${sort.desc ? "-" : ""}${sort.id}`);
  else if (!q) ask.set("sort", "-updated_at");
  if (cursor) ask.set("cursor", cursor);
  const answer = await fetch(`${API}?${ask}`, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
  return answer.json();
}

function useTickets(sorting, q) {
  const query = useInfiniteQuery({
    queryKey: ["tickets", sorting, q],
    queryFn: load,
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  const tickets = useMemo(() => query.data?.pages.flatMap((it) => it.items) ?? [], [query.data]);
  return { query, tickets, total: query.data?.pages[0]?.total ?? 0 };
}

const Row = memo(function Row({ row, start, index, table }) {
  return (
    <tr data-ticket={row.id} aria-rowindex={index + 2} style={{ transform: `translateY(${start}px)` }}>
      {row.getAllCells().map((cell) => (
        <td key={cell.id} className={cell.column.id}>
          <table.FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
});

function Body({ table, region }) {
  const { rows } = table.getRowModel();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index].id,
    overscan: 5,
  });
  return (
    <tbody style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start, key }) => (
        <Row key={key} row={rows[index]} start={start} index={index} table={table} />
      ))}
    </tbody>
  );
}

const ORDER = { asc: "ascending", desc: "descending" };

function Head({ table }) {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {group.headers.map((header) => (
            <th key={header.id} className={header.column.id} aria-sort={ORDER[header.column.getIsSorted()]}>
              {header.column.getCanSort() ? (
                <button type="button" onClick={header.column.getToggleSortingHandler()}>
                  <table.FlexRender header={header} />
                </button>
              ) : (
                <table.FlexRender header={header} />
              )}
            </th>
          ))}
        </tr>
      ))}
    </thead>
  );
}

function Search({ onSearch }) {
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(onSearch, PAUSE, text);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return <input type="search" aria-label="Search tickets" value={text} onChange={(event) => setText(event.target.value)} />;
}

function Tickets() {
  const region = useRef(null);
  const [sorting, setSorting] = useState([]);
  const [q, setQ] = useState("");
  const { query, tickets, total } = useTickets(sorting, q);
  const { fetchNextPage, hasNextPage, isFetching } = query;
  const table = useTable({
    features,
    columns,
    data: tickets,
    state: { sorting },
    onSortingChange: setSorting,
    manualSorting: true,
    getRowId: (it) => it.id,
  });
  const more = useCallback(() => {
    const { scrollHeight, scrollTop, clientHeight } = region.current;
    if (scrollHeight - scrollTop - clientHeight < NEAR && hasNextPage && !isFetching) fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetching]);
  useEffect(more, [more]);
  // Another list begins at its top.
  useEffect(() => {
    region.current.scrollTop = 0;
  }, [sorting, q]);
  return (
    <>
      <Search onSearch={setQ} />
      <div className="rows" ref={region} onScroll={more}>
        <table aria-rowcount={total + 1} aria-busy={isFetching}>
          <Head table={table} />
          <Body table={table} region={region} />
        </table>
      </div>
      <p role="status">
        {tickets.length} of {total} loaded
      </p>
    </>
  );
}

createRoot(document.querySelector("main")).render(
  <QueryClientProvider client={new QueryClient()}>
    <Tickets />
  </QueryClientProvider>,
);
