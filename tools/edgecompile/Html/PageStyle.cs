namespace EdgeCompile.Tool.Html;

/// <summary>The page's colours and measures; light or dark as the reader's system is.</summary>
static class PageStyle
{
    /// <summary>A row's height in pixels, of which the pictures count as well.</summary>
    public const int RowHeight = 26;

    public const string Css = """
        :root { color-scheme: light dark; --ground: #fff; --soft: #f2f4f7; --ink: #1b1f24; --faint: #59636e; --line: #d0d7de;
          --conv: #0b62c4; --depthwise: #0e7a5f; --matmul: #8a3ffc; --loop: #a15c00; --port: #59636e;
          --b0: #9ec5fe; --b1: #a3e1c8; --b2: #ffd39b; --b3: #d7c0fa; --b4: #f7b9c4; --b5: #c5d0db; }
        @media (prefers-color-scheme: dark) { :root { --ground: #0e1116; --soft: #1a1f27; --ink: #e6edf3; --faint: #9aa5b1; --line: #333b45;
          --conv: #6cb0ff; --depthwise: #4fd1a5; --matmul: #c09bff; --loop: #f0a949; --port: #9aa5b1;
          --b0: #1f4d8f; --b1: #1d6650; --b2: #7a4c10; --b3: #553a91; --b4: #83303f; --b5: #46525f; } }
        body { margin: 0; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 14px/1.4 system-ui, sans-serif; }
        h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; } p { margin: .25rem 0; max-width: 75ch; color: var(--faint); }
        dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: .75rem 0; } dt { color: var(--faint); font-size: .85rem; } dd { margin: 0; font-size: 1.1rem; font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; } caption { text-align: left; color: var(--faint); padding: .25rem 0; }
        th { text-align: left; font-weight: 600; padding: 0 .6rem; height: 30px; white-space: nowrap; border-bottom: 1px solid var(--line); position: sticky; top: 0; background: var(--ground); }
        td { padding: 0 .6rem; white-space: nowrap; } .schedule tbody tr { height: 26px; } .schedule td { height: 26px; line-height: 26px; padding-top: 0; padding-bottom: 0; }
        .schedule tbody tr:hover td:not(.picture) { background: var(--soft); } .summary td { height: 26px; }
        td.picture { padding: 0 .4rem; vertical-align: top; line-height: 0; } .number { text-align: right; font-variant-numeric: tabular-nums; }
        .cut { max-width: 26ch; overflow: hidden; text-overflow: ellipsis; } .faint { color: var(--faint); }
        .kernel { font-family: ui-monospace, monospace; font-size: 12.5px; } .kernel::before { content: ""; display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin-right: .45em; background: currentColor; }
        .kernel.conv { color: var(--conv); } .kernel.depthwise { color: var(--depthwise); } .kernel.matmul { color: var(--matmul); } .kernel.loop { color: var(--loop); }
        .bar { display: inline-block; width: 110px; height: 10px; background: var(--soft); border-radius: 2px; vertical-align: middle; overflow: hidden; } .bar i { display: block; height: 100%; background: var(--conv); }
        svg { display: block; } .edges path { fill: none; stroke: var(--faint); stroke-width: 1.3; opacity: .75; }
        circle { fill: var(--port); } circle.conv { fill: var(--conv); } circle.depthwise { fill: var(--depthwise); } circle.matmul { fill: var(--matmul); } circle.loop { fill: var(--loop); }
        .ground { fill: var(--soft); } rect[class^=b] { stroke: var(--ground); stroke-width: 1; }
        .b0 { fill: var(--b0); } .b1 { fill: var(--b1); } .b2 { fill: var(--b2); } .b3 { fill: var(--b3); } .b4 { fill: var(--b4); } .b5 { fill: var(--b5); }
        """;
}
