using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Dfm.Functions.Invoices.Requests;

/// <summary>Which invoices a ZIP is to hold.</summary>
/// <param name="Numbers">Distinct, in the order in which they were named; one at least.</param>
public sealed record ArchiveForm(IReadOnlyList<InvoiceNumber> Numbers)
{
    /// <summary>The document that a ticket opens: these invoices, whatever their order.</summary>
    public string Document()
    {
        var sorted = string.Join('\n', Numbers.Select(number => number.Value).Order(StringComparer.Ordinal));
        return $"archive {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sorted)))}";
    }

    /// <summary>
    /// Reads <c>{ "numbers": […] }</c>, or the same field, repeated, of a form: so a browser's tab asks for a ZIP, which it saves while it
    /// comes in.
    /// </summary>
    public static async Task<Result<ArchiveForm>> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = request.HasFormContentType
            ? await RequestBody.Read(request, JsonBody.MaxLength, RequestProblems.TooLarge(JsonBody.MaxLength), ParseForm, cancellationToken)
            : await JsonBody.Read<Body>(request, cancellationToken);
        return body.Then(Check);
    }

    private static Result<Body> ParseForm(ReadOnlySequence<byte> body) =>
        new Body([.. QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).GetValueOrDefault("numbers").OfType<string>()]);

    private static Result<ArchiveForm> Check(Body body)
    {
        var check = new FieldChecks();
        var numbers = new List<InvoiceNumber>();
        foreach (var text in check.Lines("numbers", body.Numbers?.Distinct(StringComparer.Ordinal).ToList(), InvoiceRules.MaxArchive) ?? [])
            if (InvoiceNumber.TryParse(text, out var number)) numbers.Add(number);
            else check.Refuse("numbers", "Un de ces numéros n'est pas celui d'une facture.");
        if (numbers.Count == 0) check.Refuse("numbers", "Choisissez au moins une facture.");
        return check.ResultOf(new ArchiveForm(numbers));
    }

    private sealed record Body(IReadOnlyList<string>? Numbers);
}
