<%doc>Everything in a diff is data: ${…} escapes, "n, plain" is for attributes, "n" only for what is HTML already.</%doc>\
<%def name="badge(kind)">\
<span class="badge tone-${kind.tone}">${signs[kind.tone]} ${kind.title}</span>\
</%def>\
<%def name="statement(column, part, text)">\
<pre><button type="button" class="copy" aria-label="Copy"></button><code>${page.sql(column, part, text) | n}</code></pre>
</%def>\
<%def name="reason(each, left, right)">\
<li><span class="about"><code class="fact">${each.fact}</code>\
% if each.subject:
 ${each.subject}\
% endif
</span>
<dl><div><dt>${left}</dt><dd>${each.left}</dd></div><div><dt>${right}</dt><dd>${each.right}</dd></div></dl></li>
</%def>\
<%def name="cell(part, number, column, each)">\
<% kind = page.kinds.get(each.kind) %>\
<div class="cell column-${number}${f' tone-{kind.tone}' if kind else ''}" role="group" aria-label="${column.title | n, plain}"\
% if kind:
 data-kind="${page.kind_numbers[each.kind]}"\
% endif
% if each.reasons:
 data-facts="${page.facts_of(each)}"\
% endif
>
% if kind or len(page.diff.columns) > 1:
<p class="who"><b>${column.title}</b>\
% if kind:
 ${badge(kind)}\
% endif
</p>
% endif
% if each.problem:
<p class="problem">${each.problem}</p>
% endif
% for text in each.statements:
${statement(column, part, text)}\
% endfor
% if not each.statements and not each.problem:
<p class="nothing">no statement</p>
% endif
% if each.reasons:
<ul class="reasons" aria-label="Reasons">
% for one in page.merged(each.reasons):
${reason(one, page.diff.columns[0].title, column.title)}\
% endfor
</ul>
% endif
% if each.notes:
<ul class="notes" aria-label="Notes">
% for note in each.notes:
<li>${note}</li>
% endfor
</ul>
% endif
% if each.proposals:
<div class="proposals"><p>Proposal: nobody wrote this. Look at it before you use it.</p>
% for text in each.proposals:
${statement(column, part, text)}\
% endfor
</div>
% endif
</div>
</%def>\
<% diff = page.diff %>\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${diff.title | n, plain}</title>
<style>${style | n}</style>
<script>${script | n}</script>
</head>
<body>
<a class="skip" href="#revisions">Skip to the revisions</a>
<header class="top">
<h1>${diff.title}</h1>
<p class="facts">\
% if diff.range:
<code>${diff.range}</code> · \
% endif
${counted(len({part.revision for part in diff.parts}), "revision")} · ${counted(page.row_count, "operation")}</p>
<p class="tools"><button type="button" id="theme" aria-label="Dark or light"></button> \
<button type="button" id="keys" aria-haspopup="dialog">Keys <kbd>?</kbd></button></p>
</header>
<nav aria-label="Revisions">
<details open id="contents">
<summary>Revisions</summary>
<ol>
% for each in page.parts:
<li data-part="${each.id | n, plain}"><a href="#${each.id | n, plain}" title="${each.part.message | n, plain}"><code>${each.part.revision}</code> \
% if each.part.scope:
<i>${each.part.scope}</i> \
% endif
% if each.part.direction == "downgrade":
<i>downgrade</i> \
% endif
${each.part.message}</a>\
% if each.marks:
<span class="marks">\
% for kind, number in each.marks:
<span class="tone-${kind.tone}" title="${kind.title | n, plain}: ${number}">${signs[kind.tone]}<span class="unseen"> ${kind.title}: </span>${number}</span> \
% endfor
</span>\
% endif
</li>
% endfor
</ol>
</details>
</nav>
<main>
<section class="overview" aria-label="Summary">
% if diff.kinds and diff.summary:
<div class="wide" tabindex="0" role="region" aria-label="How many of each class">
<table>
<thead><tr><td></td>\
% for kind in diff.kinds:
<th scope="col">${badge(kind)}</th>\
% endfor
</tr></thead>
<tbody>
% for count in diff.summary:
<% column = page.column_of(count.title) %>\
<tr><th scope="row">${count.title}</th>\
% for kind in diff.kinds:
<% number = count.numbers.get(kind.name, 0) %>\
% if number and (column or len(diff.summary) == 1):
<td><a href="${page.filtered(kind, column) | n, plain}">${f"{number:,}"}</a></td>\
% else:
<td${' class="zero"' if not number else '' | n}>${f"{number:,}"}</td>\
% endif
% endfor
</tr>
% endfor
</tbody>
</table>
</div>
% elif not diff.kinds:
<table>
<thead><tr><th scope="col">Database</th><th scope="col">Statements</th></tr></thead>
<tbody>
% for column, number in zip(diff.columns, page.statement_counts()):
<tr><th scope="row">${column.title}</th><td>${f"{number:,}"}</td></tr>
% endfor
</tbody>
</table>
% endif
% if diff.general:
<h2>Different everywhere</h2>
<ul class="reasons general">
% for one, titles in page.general():
${reason(one, diff.columns[0].title, titles)}\
% endfor
</ul>
% endif
% if diff.notes:
<h2>Notes</h2>
<ul class="notes">
% for note in diff.notes:
<li>${note}</li>
% endfor
</ul>
% endif
</section>
<form id="filters" role="search" aria-label="Filters">
<label class="search"><span class="unseen">Search</span><input type="search" id="search" name="text" placeholder="Search  /" autocomplete="off" spellcheck="false"></label>
% if diff.kinds:
<fieldset><legend>Class</legend>\
% for kind in diff.kinds:
<label class="chip tone-${kind.tone}"><input type="checkbox" name="kind" value="${kind.name | n, plain}"> ${kind.title}</label>\
% endfor
</fieldset>
% endif
% if len(page.columns_to_choose) > 1:
<fieldset><legend>Column</legend>\
% for number, column in page.columns_to_choose:
<label class="chip"><input type="checkbox" name="column" value="${column.name | n, plain}" data-number="${number}"> ${column.title}</label>\
% endfor
</fieldset>
% endif
% if page.facts:
<label class="choice">Reason <select name="fact" id="fact"><option value="">any</option>\
% for fact, number in page.facts.items():
<option value="${fact | n, plain}">${fact | n, plain} (${number})</option>\
% endfor
</select></label>
% endif
<p class="tools"><button type="button" id="clear" hidden>Clear filters</button> <button type="button" id="fold">Fold all</button> <button type="button" id="unfold">Unfold all</button></p>
<p id="status" role="status"></p>
</form>
<div id="revisions" tabindex="-1">
% for each in page.parts:
<% part = each.part %>\
<section class="part" id="${each.id | n, plain}" tabindex="-1"${f' data-kind="{page.kind_numbers[part.kind]}"' if part.kind else '' | n}>
<a class="self" href="#${each.id | n, plain}" aria-label="Link to revision ${part.revision | n, plain}">#</a>
<details${"" if each.same else " open" | n}>
<summary><h2><code>${part.revision}</code> ${part.message}</h2> <span class="direction">${part.direction}</span>\
% if part.scope:
 <span class="scope">${part.scope}</span>\
% endif
% if part.kind:
 ${badge(page.kinds[part.kind])}\
% endif
</summary>
% if each.rows:
<div class="rows">
% for line in each.rows:
<article class="row${' differs' if line.differs else ''}" id="${line.id | n, plain}" tabindex="-1" aria-label="${line.row.title | n, plain}">
<h3><a class="self" href="#${line.id | n, plain}" aria-label="Link to row ${line.number}">${line.number}</a> <code>${line.row.title}</code>\
% if line.row.location:
 <span class="location">${line.row.location}</span>\
% endif
</h3>
<div class="cells">
% for number, (column, one) in enumerate(zip(diff.columns, line.row.cells, strict=True)):
${cell(part, number, column, one)}\
% endfor
</div>
</article>
% endfor
</div>
% else:
<p class="nothing">${"The same statements in all columns." if each.same else "no operations"}</p>
% endif
</details>
</section>
% endfor
<p id="none"${' hidden' if page.parts else '' | n}>${"Nothing matches the filters." if page.parts else "There are no revisions in this range."}</p>
</div>
</main>
<p id="toast" role="status"></p>
<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">Keys</h2>
<table>
<tbody>
<tr><th scope="row"><kbd>j</kbd> <kbd>k</kbd></th><td>next, previous row</td></tr>
<tr><th scope="row"><kbd>n</kbd> <kbd>p</kbd></th><td>next, previous ${"difference" if diff.kinds else "problem"}</td></tr>
<tr><th scope="row"><kbd>/</kbd></th><td>search</td></tr>
<tr><th scope="row"><kbd>f</kbd></th><td>filters</td></tr>
<tr><th scope="row"><kbd>c</kbd></th><td>copy the first statement of the row</td></tr>
<tr><th scope="row"><kbd>t</kbd></th><td>dark or light</td></tr>
<tr><th scope="row"><kbd>?</kbd></th><td>this help</td></tr>
</tbody>
</table>
<button type="button" id="close">Close</button>
</dialog>
</body>
</html>
