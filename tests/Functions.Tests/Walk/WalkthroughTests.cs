using System.Diagnostics;
using System.Text;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Walk;

/// <summary>The walkthrough works when it is pasted.</summary>
public sealed class WalkthroughTests
{
    [Fact]
    public async Task TheWalk_WorksWhenPasted_AndASecondStartKeepsTheData()
    {
        await using var first = new PortalScript();
        await first.UpAsync(Stop);

        var printed = await PasteAsync(Walk(), first);

        Assert.Collection(
            printed.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches("^DIT [0-9]+ is registered\\.$", line),
            line => Assert.Matches("^DIT n° [0-9]+ : demande enregistrée", line),
            line => Assert.Equal("En attente de validation / A planifier", line),
            line => Assert.Matches("^[0-9]+(,[0-9]+)*$", line),
            line => Assert.Equal("Planifiée", line),
            line => Assert.Matches("elle est déjà planifiée.*dit-cannot-be-cancelled", line),
            line => Assert.Equal("409", line),
            line => Assert.Equal("Annulée", line),
            line => Assert.Matches("^DIT n° [0-9]+ : annulation confirmée$", line),
            line => Assert.Contains("Toner noir", line, StringComparison.Ordinal),
            line => Assert.Contains("en stock", line, StringComparison.Ordinal),
            line => Assert.Matches("^Commande n° [0-9]+ : commande enregistrée", line),
            line => Assert.Matches("^Commande n° [0-9]+ : commande enregistrée", line),
            line => Assert.Equal("Livrable en totalité", line),
            line => Assert.Equal("Annulée", line),
            line => Assert.Equal("Livrable en totalité", line),
            line => Assert.Equal("Livré en totalité", line),
            line => Assert.Equal("Chronopost", line),
            line => Assert.Matches("elle est expédiée.*order-cannot-be-cancelled", line),
            line => Assert.Equal("409", line),
            line => Assert.Equal("%PDF-", line),
            line => Assert.Matches("^Noir [0-9]+, Couleur [0-9]+", line),
            line => Assert.Equal("Accepted,Refused below-previous,Questioned improbable", line),
            line => Assert.Matches("^Relevés compteurs : 1 enregistré, 2 à vérifier$", line),
            line => Assert.Equal("Accepted", line),
            line => Assert.Matches("^[0-9]{4}-[0-9]{2}", line),
            line => Assert.StartsWith("Bien;Désignation;", line.TrimStart('\uFEFF'), StringComparison.Ordinal),
            line => Assert.Equal("B2 bad-cell", line),
            line => Assert.Equal("Invoice FA-2026-0600 is posted.", line),
            line => Assert.Equal("EN 16931", line),
            line => Assert.Equal("invoice-xml-disagrees", line),
            line => Assert.Equal("Facture n° FA-2026-0600 : disponible sur le portail", line),
            line => Assert.Equal("FA-2026-0600,FA-2026-0535,FA-2026-0536", line),
            line => Assert.Equal("Avoir sur FA-2026-0036", line),
            line => Assert.Equal("/api/invoices/FA-2026-0600/pdf", line),
            line => Assert.Equal("%PDF-", line),
            line => Assert.Equal("PK", line),
            line => Assert.Matches("^SAV - Service technique, .*Comptabilité$", line),
            line => Assert.Equal("a.moreau@ghvf.example.org", line),
            line => Assert.Equal("ecran.png", line),
            line => Assert.Matches("^Message n° [0-9]+ envoyé au service SAV - Service technique : Badge de l'entrée$", line),
            line => Assert.Equal("Badge de l'entrée", line),
            line => Assert.Equal("the same picture", line),
            line => Assert.Equal("202", line),
            line => Assert.Equal("Ce mot de passe est trop courant.", line),
            line => Assert.Equal("j.petit", line),
            line => Assert.Equal("password-link-invalid", line),
            line => Assert.Equal("Clinique des Tilleuls", line),
            line => Assert.Equal("Contact", line),
            line => Assert.Equal("right-missing", line),
            line => Assert.Equal("Deactivated", line),
            line => Assert.Equal("token-invalid", line),
            line => Assert.Equal("Anne Moreau", line),
            line => Assert.Equal("1 session(s)", line));

        await first.StopAsync();
        Assert.False(FreePorts.Listens(first.Address.Port));
        await first.UpAsync(Stop);
        var kept = await PasteAsync(
            $$"""
            {{Walk()[..Walk().IndexOf("# Raise a DIT", StringComparison.Ordinal)]}}
            curl -s $PORTAL/api/dits -H "Authorization: Bearer $TOKEN" | json '.items.map(dit => dit.stateLabel).join()'
            """,
            first);
        Assert.Equal("Annulée,Planifiée", kept.Trim());

        var readme = await PasteAsync(Blocks("README.md")[1], first);
        Assert.Contains("demande enregistrée", readme, StringComparison.Ordinal);
    }

    /// <summary>The blocks of commands of the walkthrough, one after the other.</summary>
    private static string Walk() => string.Concat(Blocks("docs", "walkthrough.md"));

    private static string[] Blocks(params string[] file)
    {
        var text = File.ReadAllText(RepositoryRoot.PathOf(file));
        return [.. text.Split("```bash\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])];
    }

    private static async Task<string> PasteAsync(string commands, PortalScript portal)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", "exec 2>&1\n" + commands
            .Replace("localhost:7071", portal.Address.Authority, StringComparison.Ordinal)
            .Replace(".portal/", $"{portal.Data}/", StringComparison.Ordinal)])
        {
            WorkingDirectory = RepositoryRoot.Folder,
            RedirectStandardOutput = true,
        };
        using var bash = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Patience.Longest);
        var printed = new StringBuilder();
        try
        {
            while (await bash.StandardOutput.ReadLineAsync(patience.Token) is { } line) printed.AppendLine(line);
            await bash.WaitForExitAsync(patience.Token);
            Assert.True(bash.ExitCode == 0, printed.ToString());
            return printed.ToString();
        }
        catch (OperationCanceledException)
        {
            bash.Kill(entireProcessTree: true);
            Assert.Fail($"It did not come further than:\n{printed}");
            throw;
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
