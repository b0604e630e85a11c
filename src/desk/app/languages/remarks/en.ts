/** What a remark of an import is about, each as the language writes it; `why` is what lies behind it. */
export type RemarkAbout = {
  name: string;
  what: string;
  names: string;
  old: string;
  day: string;
  count: number;
  figure: string;
  line: string;
  why: string;
};

type Said = string | ((about: RemarkAbout) => string);

/** What is told of an item of an import, by the code of the remark. */
export const remarks = {
  at_line: ({ name, figure, why }) => `“${name}”, line ${figure}: ${why}`,
  at_lines: ({ name, line, figure, why }) => `“${name}”, from line ${line} on, ${figure} times: ${why}`,
  auto_draft: 'An empty draft that the old site made by itself',
  banner_ended: ({ name }) => `The banner in “${name}” has ended`,
  banner_no_time: ({ name, what }) => `The banner in “${name}” ends at “${what}”, which is no time`,
  banner_refused: ({ name, why }) => `The banner in “${name}”: ${why}`,
  block_made: ({ name }) => `The block “${name}” shows what the site makes and holds nothing of its own`,
  box_here: 'A fact box cannot stand here; its words become paragraphs',
  changed_here: 'The story was changed here since; the archive’s new text was not taken',
  closes_nothing: 'A line “:::” closes nothing; remove it',
  code_here: 'A code block cannot stand here; it becomes a paragraph of code',
  comments_left: ({ figure }) => `Comments that are not taken over: ${figure}`,
  container_unknown: ({ name }) => `The container “${name}” is unknown here; its words become paragraphs`,
  control_signs: ({ figure }) => `Control characters that were left out: ${figure}`,
  cut_off: 'The archive ends too early: what came after its end is missing, export it again',
  damaged_signs: ({ figure }) =>
    `Characters that were damaged in the archive and stand as U+FFFD: ${figure}; look for them, or export again as UTF-8`,
  damaged_xml: ({ what }) => `Damaged XML between items at ${what}`,
  embed_nowhere: ({ name }) =>
    `The embed’s address “${name}” is no http or https address; its words are kept`,
  fetched_many: 'Too many pictures were fetched in this run',
  field_left: ({ name }) => `The field “${name}” is unknown and was left out`,
  field_missing: ({ name, names }) => `The field “${name}” is missing${example(names)}`,
  field_unknown: ({ names }) => `No field is called ${names}; take it out or correct its name`,
  field_wrong: ({ name, what, names }) =>
    `The field “${name}” cannot be used as it stands${what === '' ? '' : ` (${what})`}${example(names)}`,
  file_large: ({ figure }) => `It is larger than ${figure} MB`,
  file_missing: 'Its file was not found',
  file_not_here: 'Its file is not here; bring the uploads folder or let pictures be fetched',
  file_not_there: ({ name }) => `The file “${name}” is not there; its words are kept`,
  file_outside: 'Its file lies outside of the archive; put it into its folder',
  form: ({ count, figure }) => `A form was reduced to its words${times({ count, figure })}`,
  frame_nowhere: ({ count, figure }) =>
    `A frame without a usable address was dropped, its words kept${times({ count, figure })}`,
  front_ended: ({ name, what }) => `The place of “${what}” on the front in “${name}” has ended`,
  front_missing: ({ name, what }) => `The front in “${name}” names “${what}”, which is not in`,
  front_refused: ({ name, why }) => `The front in “${name}”: ${why}`,
  future_here: 'Its time of publication is still to come: approved here, schedule it by hand',
  future_there: ({ day }) => `In the archive it comes out at ${day}: approved here, schedule it by hand`,
  gallery_here: 'A gallery cannot stand here; it follows after',
  gallery_rest: 'A gallery holds pictures alone; the rest follows after',
  head_long: ({ figure }) => `The front matter has more than ${figure} characters; the text goes below it`,
  head_no_fields: 'The front matter is no list of fields; write lines such as “headline: Ferries sail again”',
  head_open: 'The front matter has no end; close it with a line “---”',
  heading_here: 'A heading cannot stand here; it becomes a bold paragraph',
  host_answers: ({ what }) => `The host answers ${what}`,
  host_inner: ({ name }) => `The host “${name}” leads to an address that is not of the open internet`,
  host_unknown: ({ name }) => `The host “${name}” is not known`,
  id_twice: ({ name, what }) => `“${name}” is the id of ${what} too; give each file its own`,
  in_trash: 'In the trash of the archive',
  item_cut: 'The archive ends inside this item',
  item_damaged: ({ what }) => `Its XML is damaged (line ${what})`,
  item_deep: ({ figure }) => `Its elements nest deeper than ${figure}; split it and import it by itself`,
  item_large: ({ figure }) =>
    `One of its elements is larger than ${figure} MB; split it and import it by itself`,
  item_titled: ({ name, why }) => `“${name}”: ${why}`,
  item_unended: 'The next item begins inside it',
  killed_here: 'The story was killed here',
  language_there: ({ name, what }) =>
    `The archive’s language “${name}” is none of the newsroom’s: its stories are filed under “${what}”`,
  lead_left_out: ({ why }) => `The lead picture was left out: ${why}`,
  left_out: ({ figure, why, names }) => `Pictures or files left out: ${figure}. ${why}${names}`,
  lies_deep: ({ name }) => `“${name}” lies too deep and was not read; move it up`,
  link_dropped: ({ name }) => `The link to “${name}” is dropped, its text kept`,
  list_deep: 'A list this deep becomes paragraphs',
  menu: 'Menus are kept in the settings of the site',
  nameless: ({ figure }) =>
    `Authors who show their login or nothing as their name: ${figure}; their stories stand unsigned until the mapping file names them`,
  nests_deep: 'The markup nests too deep: its words were kept as plain paragraphs',
  never_closed: ({ name }) => `The container “${name}” is never closed; add a line “:::”`,
  no_alt: 'It has neither alternative text nor caption',
  no_credit: 'It has no credit; give one for all of the archive',
  no_day: ({ what }) => `“${what}” is no day; write it as 2026-11-23`,
  no_file_named: 'The attachment names no file',
  no_file_there: 'It is a pipe, a device or a folder, not a file',
  no_language: ({ what }) => `“${what}” is no language tag; write “en” or “fa”`,
  no_medium: ({ what }) => `It is “${what}”, not a picture, sound or file`,
  no_number: 'The item has no number or no type',
  no_own_file: ({ name }) =>
    `“${name}” is no file of its own and was not read; put the file itself in its place`,
  no_picture: 'It is no picture',
  no_story_text: 'The text holds something that no story can hold',
  no_text_here: 'What is no text cannot stand here; it follows after',
  no_time: ({ what }) => `“${what}” is no time; write it as 2026-11-23T14:05:00+02:00`,
  not_public_there: 'Readers see the story here, in the archive it is no longer public; withdraw it by hand',
  not_published: 'Not published',
  not_put_in: ({ what }) => `It could not be put in (${what})`,
  not_reached: ({ what }) => `It could not be reached (${what})`,
  not_read: ({ what }) => `It could not be read (${what})`,
  old_menu: 'Its place in the old menu is not taken over',
  old_revision: 'An old revision; only the last text is taken over',
  one_cell: ({ count, figure }) => `A table of one cell was unwrapped${times({ count, figure })}`,
  only_http: 'Only http and https addresses are fetched',
  page_changed_here: 'The page was changed here since; the archive’s new text was not taken',
  page_moved: ({ name, old }) =>
    `It stands at “${name}”, since “${old}” is taken; links to it by its old name lead elsewhere`,
  page_not_public: 'A page here is public, and in the archive it is not; publish it there or write it anew',
  page_stands: ({ name }) => `A page “${name}” stands here already; remove it or rename the archive’s`,
  pages_joined: 'Pages of one item were joined',
  password_inside: 'The address carries a password',
  password_there: 'Protected by a password in the archive: kept as a draft',
  pick_missing: ({ name, what }) => `“${name}” picks “${what}”, which is not in`,
  picture_missing: ({ name }) => `The picture “${name}” is not there; its words are kept`,
  picture_nowhere: ({ count, figure }) =>
    `A picture without a usable address was dropped, its words kept${times({ count, figure })}`,
  player_nowhere: ({ count, figure }) =>
    `A player without a usable address was dropped, its words kept${times({ count, figure })}`,
  private_there: 'Private in the archive: kept as a draft',
  quote_here: 'A quote cannot stand here; its words become paragraphs',
  reader_request: 'A request of a reader about personal data; it is not taken over',
  redirects_many: ({ figure }) => `It redirects more than ${figure} times`,
  redirects_nowhere: 'It redirects to no address',
  reusable: 'A reusable block; its words stand in each item that uses it',
  reusable_missing: ({ name }) => `The reusable block ${name} is not in the archive`,
  revision_wrong: 'The field “revision” is no whole number from 1 on and was left out',
  script: ({ count, figure }) => `A script was dropped${times({ count, figure })}`,
  shortcode_empty: ({ name, count, figure }) =>
    `The shortcode [${name}] has nothing in it and was dropped${times({ count, figure })}`,
  shortcode_kept: ({ name, count, figure }) =>
    `The shortcode [${name}] was kept as text${times({ count, figure })}`,
  shortcode_nowhere: ({ name, count, figure }) =>
    `The shortcode [${name}] has no usable address and was dropped${times({ count, figure })}`,
  sheet_wrong: ({ names }) => `The file cannot be used as a whole${example(names)}`,
  site_copy: 'A copy that the old site kept for itself',
  source_missing: ({ name, what }) => `“${name}” is a translation of “${what}”, which is not in`,
  status_unknown: ({ name }) => `The status “${name}” is unknown here: kept as a draft`,
  style: ({ count, figure }) => `A style sheet was dropped${times({ count, figure })}`,
  table_here: 'A table cannot stand here; it follows after',
  tags_many: 'More than 100 tags: the rest was left out',
  theme: 'A part of the old site’s theme',
  time_passed: 'Its time has passed: approved here, publish it by hand',
  title_long: 'The title is longer than a headline may be: all of it stands as the first paragraph',
  title_none: 'The item has no title: its headline was made of its first words or its address',
  too_slow: 'It took too long',
  tracking: ({ count, figure }) => `A tracking pixel was dropped${times({ count, figure })}`,
  type_unknown: ({ name }) =>
    `Items of type “${name}” have no place here; name the type in the mapping file to take it over`,
  withdrawn_bare: 'A withdrawn story needs “withdrawn” with its time and reason',
  withdrawn_here: 'The story was withdrawn here',
  yaml_aliases: 'Its aliases repeat too much; write the values out',
  yaml_anchor: ({ name }) =>
    `No anchor “&${name}” stands before “*${name}”; write the value out, or put it in quotes`,
  yaml_broken: ({ what }) => `It cannot be read as YAML; look at colons, quotes and indents (${what})`,
  yaml_deep: 'It nests too deep; write it flatter',
} satisfies Record<string, Said>;

export type Remarks = Record<keyof typeof remarks, Said>;

/** How often, where it was more than once. */
function times({ count, figure }: Pick<RemarkAbout, 'count' | 'figure'>): string {
  return count > 1 ? ` (${figure} times)` : '';
}

/** A line that could stand there instead. */
function example(line: string): string {
  return line === '' ? '' : `; for example: ${line}`;
}
