namespace Dfm.Functions.Attachments.Storage;

/// <summary>Where the files of one request are: blobs <c>{customer}/{name}/{id}</c>.</summary>
/// <param name="Name">Made by the portal: the request's number, after a word where numbers of another counter have folders too.</param>
public readonly record struct AttachmentFolder(CustomerId Customer, string Name)
{
    public static AttachmentFolder Of<TNumber>(CustomerId customer, TNumber number) where TNumber : struct, INumber<TNumber> =>
        new(customer, number.Value);

    /// <summary>The name of a file's blob.</summary>
    public string PathOf(string id) => $"{Customer}/{Name}/{id}";
}
