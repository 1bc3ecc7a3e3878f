namespace Dfm.TortureApp;

/// <summary>Texts of any length, the same every time.</summary>
public static class Texts
{
    /// <summary>A text of so many characters.</summary>
    public static string Of(int length) => string.Create(length, 0, (text, _) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = (char)('a' + i * 7 % 26);
    });
}
