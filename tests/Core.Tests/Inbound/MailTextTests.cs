using CsCheck;
using Dfm.Core.Inbound;

namespace Dfm.Core.Tests.Inbound;

public sealed class MailTextTests
{
    [Theory]
    [InlineData("Panne.\n\n-- \nPaul Durand\nAchats", "Panne.", "")]
    [InlineData("Panne.\n\nCordialement,\nPaul Durand\n02 61 91 10 01", "Panne.\n\nCordialement,", "")]
    [InlineData("Panne.\n\nCordialement,\nPaul\nPS : le code est le 12", "Panne.\n\nCordialement,\nPaul\nPS : le code est le 12", "")]
    [InlineData("Panne.\n\nEnvoyé de mon iPhone", "Panne.", "")]
    [InlineData("Panne.\n\nCe message et ses pièces jointes sont confidentiels.\nMerci.", "Panne.", "")]
    [InlineData("[EXTERNAL] Attention, ce message vient de l'extérieur.\n\nPanne.", "Panne.", "")]
    [InlineData("Oui.\n\nLe lun. 2 mars 2037 à 09:00, A <a@b.fr> a écrit :\n> Venez ?", "Oui.", "Le lun. 2 mars 2037 à 09:00, A <a@b.fr> a écrit :\nVenez ?")]
    [InlineData("Oui.\n\nLe lun. 2 mars 2037 à 09:00, Portail clients\n<a@b.fr> a écrit :\n> Venez ?", "Oui.", "Le lun. 2 mars 2037 à 09:00, Portail clients\n<a@b.fr> a écrit :\nVenez ?")]
    [InlineData("Yes.\n\nOn Mon, Mar 2, 2037 at 9:00 AM A <a@b.fr> wrote:\n> Well?", "Yes.", "On Mon, Mar 2, 2037 at 9:00 AM A <a@b.fr> wrote:\nWell?")]
    [InlineData("Oui.\n\n-----Message d'origine-----\nDe : A\nVenez ?", "Oui.", "-----Message d'origine-----\nDe : A\nVenez ?")]
    [InlineData("Oui.\n\nDe : A\nEnvoyé : lundi\nObjet : B\n\nVenez ?", "Oui.", "De : A\nEnvoyé : lundi\nObjet : B\n\nVenez ?")]
    [InlineData("> Venez ?\n\nOui.", "Oui.", "Venez ?")]
    [InlineData("De : la part de Paul\nVenez.", "De : la part de Paul\nVenez.", "")]
    [InlineData("Le copieur que Paul a acheté a écrit : erreur 12", "Le copieur que Paul a acheté a écrit : erreur 12", "")]
    [InlineData("a\r\n\r\n\r\n\r\nb  \t\r\n", "a\n\nb", "")]
    [InlineData("\u0007cassé\u0000 \u202Egnp", "cassé gnp", "")]
    [InlineData(null, "", "")]
    public void AText_IsTakenApart(string? text, string written, string quoted) => Assert.Equal(new MailText(written, quoted), MailText.Of(text));

    [Theory]
    [InlineData("Cordialement", " ", "x")]
    [InlineData("", "> ", "x")]
    [InlineData("Le ", "a ", "x")]
    [InlineData("", " ", "De :")]
    public async Task ALongLine_TakesNoLongerThanItsLength(string begin, string often, string end)
    {
        var line = begin + string.Concat(Enumerable.Repeat(often, 250_000)) + end;

        // An expression that goes back over the line at each of its letters takes minutes.
        await Task.Run(() => MailText.Of($"Panne.\n{line}\n"), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void AnyText_IsShowable_AndStaysAsItIsOnceClean() => Gen.String.Sample(text =>
    {
        var clean = MailText.Clean(text);
        return clean == MailText.Clean(clean) && !clean.Any(letter => char.IsControl(letter) && letter != '\n');
    });

    [Fact]
    public void AnyText_ThatIsTakenApart_HoldsNothingThatWasNotThere() =>
        Gen.OneOf(Gen.Const("> a"), Gen.Const("-- "), Gen.Const(""), Gen.Const("De : x"), Gen.Const("Envoyé : y"), Gen.Const("Cordialement"), Gen.String[Gen.Char['a', 'e'], 0, 5])
            .Array[0, 12].Sample(lines =>
            {
                var (written, quoted) = MailText.Of(string.Join('\n', lines));
                return written.Split('\n').Concat(quoted.Split('\n')).All(line => line.Length == 0 || lines.Any(one => one.Contains(line, StringComparison.Ordinal)));
            });

    [Theory]
    [InlineData(100)]
    [InlineData(4_000)]
    public void ALongText_IsCut_AndSaysSo(int max)
    {
        var cut = MailText.Cut(string.Concat(Enumerable.Repeat("😀", max)), max);

        Assert.True(cut.Length <= max);
        Assert.EndsWith("La suite est dans le mail d'origine.", cut, StringComparison.Ordinal);
        Assert.True(MailText.Clean(cut) == cut);
    }

    [Fact]
    public void AHugeLine_TakesNoTime()
    {
        var time = System.Diagnostics.Stopwatch.StartNew();
        foreach (var letter in (char[])[' ', '>', '-', '_', 'e', '\u00A0']) MailText.Of(new string(letter, 250_000) + "x");
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"{time.Elapsed}");
    }
}
