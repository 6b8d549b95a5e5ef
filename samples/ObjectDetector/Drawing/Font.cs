namespace Samples.Detector.Drawing;

/// <summary>Letters of five by seven dots; small letters are drawn as capitals.</summary>
static class Font
{
    public const int Width = 5, Height = 7;

    const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%.-?";

    // Each block of seven lines holds the characters above it, in the order of Characters, with a column of spaces between them.
    static readonly string[] blocks =
    [
        """
        .###. ####. .###. ####. ##### ##### .###. #...# .###. ..### #...# #.... #...#
        #...# #...# #...# #...# #.... #.... #...# #...# ..#.. ...#. #..#. #.... ##.##
        #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.#
        ##### ####. #.... #...# ####. ####. #.### ##### ..#.. ...#. ##... #.... #.#.#
        #...# #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...#
        #...# #...# #...# #...# #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...#
        #...# ####. .###. ####. ##### #.... .###. #...# .###. .##.. #...# ##### #...#
        """,
        """
        #...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
        ##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# #...# #...# ....#
        #.#.# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
        #.#.# #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
        #..## #...# #.... #.#.# #.#.. ....# ..#.. #...# #...# #.#.# .#.#. ..#.. .#...
        #...# #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## #...# ..#.. #....
        #...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...# ..#.. #####
        """,
        """
        .###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. ##..# ..... ..... .###.
        #...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...# ##.#. ..... ..... #...#
        #..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...# ...#. ..... ..... ....#
        #.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .#### ..#.. ..... .###. ...#.
        ##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....# .#... ..... ..... ..#..
        #...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#. .#.## .##.. ..... .....
        .###. .###. ##### .###. ...#. .###. .###. .#... .###. .##.. #..## .##.. ..... ..#..
        """,
    ];

    static readonly string[][] rows = Array.ConvertAll(blocks, block => block.Split('\n', StringSplitOptions.TrimEntries));

    /// <summary>Whether a character has a dot in that place; a space has none, one that is not known looks like a question mark.</summary>
    public static bool HasDot(char character, int x, int y)
    {
        if (character == ' ') return false;
        var index = Characters.IndexOf(char.ToUpperInvariant(character));
        if (index < 0) index = Characters.Length - 1;
        var block = Math.Min(index / 13, 2);
        return rows[block][y][(index - 13 * block) * (Width + 1) + x] == '#';
    }
}
